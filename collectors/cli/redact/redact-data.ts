import { serviceOfComponent } from '#lib/model/integration-service.ts';
import { parseVmId } from '#lib/model/vm-id.ts';
import { isHarmless } from './harmless-text.ts';
import { redactBeaconItem } from './redact-beacon-item.ts';
import { isClockWord, redactAnswer, redactServer } from './redact-clock.ts';
import { isDiskWord, redactPath, redactStamp } from './redact-disk.ts';
import { isEventWord, redactPayload, redactSid } from './redact-event.ts';
import { redactKvpItem } from './redact-kvp-item.ts';
import { namesHost, redactSetup, setupFields } from './redact-setup.ts';
import type { Tokens } from './tokens.ts';

/** Names of fields in records. Any other key may be data that a host or a guest chose. */
const fields = new Set(
  [
    'host vms computerName countedByHealthSummary id name kind state otherState healthState operationalStatus onTimeMs stateChangedAt',
    'createdAt generation version replicationMode processors guestOperatingSystem enabledState services component intrinsic guest hash',
    'count items cut serversFrom syncType w32time offsetMicroseconds roundtripMicroseconds sourceCount resolutionMs servers server failure',
    'exchanges sent t1 t4 answer disks controller controllerNumber controllerId location path shared deviceBytes file bytes writtenAt stamp',
    'image type format maxBytes minBytes diskId parents again reason next',
    'channels channel outcome reason bookmark recordId at oldestRecordId newestRecordId missed events unknown',
    'sid fields',
    ...setupFields,
  ].flatMap((line) => line.split(' ')),
);
const kinds = new Set(['realized', 'planned', 'replica']);
const kvpBlocks = new Set(['intrinsic', 'guest', 'host']);

/**
 * A record's data without anything that names or locates somebody. Works by what may stay, not by what must go: numbers, dates, known
 * field names and codes stay, all other text is replaced, also in fields that this version does not know.
 */
export function redactData(data: unknown, tokens: Tokens): unknown {
  noteNames(data, tokens);
  return redactNode(data, [], tokens);
}

/** Names first, so that they get the same stand-in wherever else they turn up, such as in a KVP value. */
function noteNames(data: unknown, tokens: Tokens, path: readonly string[] = []): void {
  if (typeof data !== 'object' || data === null) return;
  for (const [key, value] of Object.entries(data)) {
    const at = Array.isArray(data) ? path : [...path, key];
    if (typeof value === 'string' && (key === 'computerName' || namesHost(at))) tokens.host(value);
    else if (at.at(-2) === 'rdma') continue;
    else if ((key === 'name' || key === 'VmName') && typeof value === 'string') tokens.vm(value);
    else noteNames(value, tokens, at);
  }
}

function redactNode(value: unknown, path: readonly string[], tokens: Tokens): unknown {
  if (typeof value === 'string') return redactField(value, path, tokens);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const [block = '', last] = path.slice(-2);
    if (last === 'items' && kvpBlocks.has(block)) return value.map((item) => redactKvpItem(block, item, tokens));
    // Items right below a VM are those of its beacon.
    if (last === 'items' && block === 'vms') return value.map((item) => redactBeaconItem(item, tokens));
    return value.map((item) => redactNode(item, path, tokens));
  }
  if (path.at(-1) === 'fields' && path.at(-2) === 'events') return redactPayload(value, tokens);
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      // Numbers of events count what was not known.
      fields.has(key) || /^\d{1,5}$/.test(key) ? key : tokens.byShape(key),
      redactNode(child, [...path, key], tokens),
    ]),
  );
}

function redactField(text: string, path: readonly string[], tokens: Tokens): string {
  const setup = redactSetup(text, path, tokens);
  if (setup !== undefined) return setup;
  switch (path.at(-1)) {
    case 'computerName':
      return tokens.host(text);
    case 'name':
      return tokens.vm(text);
    case 'component':
      // The same on every host of the world, and the parser goes by them.
      return serviceOfComponent(text) === undefined ? tokens.byShape(text) : text;
    case 'kind':
      return kinds.has(text) || isDiskWord('kind', text) ? text : tokens.byShape(text);
    case 'path':
    case 'parents':
    case 'next':
      return redactPath(text, tokens);
    case 'stamp':
      return redactStamp(text, tokens);
    case 'reason':
    case 'error':
      return redactSentence(text);
    case 'hash':
      return tokens.hash(text);
    case 'version':
    case 'guestOperatingSystem':
      return isHarmless(text) ? text : tokens.text('text', text);
    case 'server':
      return redactServer(text, tokens);
    case 'answer':
      return redactAnswer(text, tokens);
    case 'vms':
      return parseVmId(text) === undefined ? tokens.byShape(text) : tokens.guid(text);
    case 'sid':
      return redactSid(text, tokens);
    default:
      return [isClockWord, isDiskWord, isEventWord].some((isWord) => isWord(path.at(-1), text)) ? text : tokens.byShape(text);
  }
}

/** Of a sentence in any language only error codes and names of classes stay. */
export function redactSentence(sentence: string): string {
  const kept = sentence.match(/\b0x[0-9a-f]{8}\b|\b(?:Msvm|Win32)_[A-Z][A-Za-z]{2,60}\b/gi) ?? [];
  return [...new Set(kept), `(the rest of the sentence, ${sentence.length} characters, is left out)`].join(' ');
}
