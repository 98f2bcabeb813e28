'use client';

import { useEffect, useRef, useState } from 'react';
import { decideSound, type SoundMemory } from '#lib/derive/decide-sound.ts';
import { useNow } from '../time/now.client.tsx';

/** What the sound needs: browsers give none before somebody has clicked. */
export type SoundState = 'off' | 'waiting' | 'on';

/**
 * Two soft tones when a critical alert that waits for somebody is new.
 * @param newestCriticalAt when the newest of them began to fire, UTC milliseconds; null where none waits, undefined while that is not known
 */
export function useAlertSound(isWanted: boolean, newestCriticalAt: number | null | undefined): SoundState {
  const now = useNow();
  const audio = useAudio(isWanted);
  const memory = useRef<SoundMemory | undefined>(undefined);

  useEffect(() => {
    if (newestCriticalAt === undefined) return;
    const input = { memory: memory.current, newestCriticalAt, now, isWanted, canPlay: audio !== undefined };
    const decision = decideSound(input);
    memory.current = decision.memory;
    if (decision.play && audio !== undefined) chime(audio);
  }, [newestCriticalAt, now, isWanted, audio]);

  return isWanted ? (audio === undefined ? 'waiting' : 'on') : 'off';
}

/** What tones are made with, as soon as the browser lets them out: each click and key asks it again. */
function useAudio(isWanted: boolean): AudioContext | undefined {
  const [audio, setAudio] = useState<AudioContext>();
  useEffect(() => {
    if (!isWanted) return;
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
      setAudio(undefined);
    };
  }, [isWanted]);
  return audio;
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
