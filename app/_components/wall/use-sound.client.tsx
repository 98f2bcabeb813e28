'use client';

import { useEffect, useRef, useState } from 'react';

/** What the sound needs: browsers give none before somebody has clicked. */
export type SoundState = 'off' | 'waiting' | 'on';

/** Two soft tones when something critical is new. `keys` names what is critical now. */
export function useSound(wanted: boolean, keys: ReadonlySet<string>): SoundState {
  const [audio, setAudio] = useState<AudioContext>();
  const known = useRef<ReadonlySet<string> | undefined>(undefined);

  useEffect(() => {
    if (!wanted) return;
    const context = new AudioContext();
    const wake = () => void context.resume();
    const onState = () => setAudio(context.state === 'running' ? context : undefined);
    context.addEventListener('statechange', onState);
    window.addEventListener('pointerdown', wake);
    window.addEventListener('keydown', wake);
    onState();
    return () => {
      window.removeEventListener('pointerdown', wake);
      window.removeEventListener('keydown', wake);
      context.removeEventListener('statechange', onState);
      void context.close();
    };
  }, [wanted]);

  useEffect(() => {
    const before = known.current;
    known.current = keys;
    // What was there when the wall came up is no news.
    if (before === undefined || audio === undefined) return;
    if ([...keys].some((key) => !before.has(key))) chime(audio);
  }, [keys, audio]);

  return wanted ? (audio === undefined ? 'waiting' : 'on') : 'off';
}

function chime(audio: AudioContext): void {
  for (const [hertz, startSeconds] of [
    [660, 0],
    [495, 0.28],
  ] as const) {
    const at = audio.currentTime + startSeconds;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.25, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.65);
  }
}
