import type { Translation } from './translation.ts';

/** Findings about disks, in Russian. */
export const ruDiskFindings = {
  'finding.guest-disk-smaller.title': 'Гостевая система не видит весь диск',
  'finding.guest-disk-smaller.evidence.host': 'Хост предоставляет диск {place} размером {size}.',
  'finding.guest-disk-smaller.evidence.guest': 'Ядро гостевой системы видит на {device} {size}.',
  'finding.guest-disk-smaller.cause':
    'Диск увеличили на хосте, а ядро гостевой системы с тех пор не перечитало его размер. Помогла бы и перезагрузка.',
  'finding.guest-disk-smaller.fix': 'Пусть ядро перечитает размер диска.',
  'finding.guest-disk-smaller.fix.then':
    'Затем увеличьте то, что на нём лежит. Если между ними LVM или ZFS и место предназначено для них, подставьте имена:',

  'finding.filesystem-not-grown.title': 'Файловая система меньше своего диска',
  'finding.filesystem-not-grown.evidence':
    'Размер диска {device} — {disk}, файловой системы {mount} — {size}: {unused} не принадлежат ни одной названной файловой системе.',
  'finding.filesystem-not-grown.cause':
    'Диск увеличили, а раздел или файловую систему на нём — нет. Так может быть и задумано, или там лежит раздел подкачки: что ещё есть на диске, гостевая система не сообщает.',
  'finding.filesystem-not-grown.fix':
    'Сначала посмотрите на разделы, затем увеличьте последний из них и файловую систему на нём.',
  'finding.filesystem-not-grown.fix.btrfs':
    'Сначала посмотрите на разделы, затем увеличьте последний из них и файловую систему на нём. Btrfs на нескольких устройствах растёт на одном из них: укажите его номер.',
} as const satisfies Translation;
