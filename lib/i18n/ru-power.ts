import type { Translation } from './translation.ts';

/** Findings about how VMs are stopped, in Russian. */
export const ruPower = {
  'finding.turned-off-dirty.title': 'Остановлена без завершения работы',
  'finding.turned-off-dirty.evidence.turned-off': '{at} ВМ была выключена (событие {event}).',
  'finding.turned-off-dirty.evidence.guest-crashed': '{at} гостевая система сообщила о своём сбое (событие {event}).',
  'finding.turned-off-dirty.evidence.triple-fault': '{at} ВМ остановилась из-за тройной ошибки (событие {event}).',
  'finding.turned-off-dirty.evidence.stopped-critical':
    '{at} хост выключил ВМ: она не смогла восстановиться после критической ошибки (событие {event}).',
  'finding.turned-off-dirty.evidence.worker-died': '{at} рабочий процесс ВМ неожиданно завершился (событие {event}).',
  'finding.turned-off-dirty.evidence.codes': 'Коды от гостевой системы: {codes}.',
  'finding.turned-off-dirty.evidence.panic': 'Такие коды Linux сообщает при панике ядра.',
  'finding.turned-off-dirty.evidence.off': 'ВМ выключена.',
  'finding.turned-off-dirty.evidence.on': 'Сейчас ВМ включена.',
  'finding.turned-off-dirty.cause.turned-off':
    'Кто-то или что-то на хосте выключило ВМ, не спросив гостевую систему: вручную, сценарием, или хост не смог завершить её работу. Это всё равно что выдернуть вилку.',
  'finding.turned-off-dirty.cause.guest-crashed':
    'Произошёл сбой операционной системы гостя: синий экран Windows или паника ядра Linux.',
  'finding.turned-off-dirty.cause.triple-fault':
    'Процессор гостя столкнулся с ошибкой, которую его система не смогла обработать: повреждены ядро или загрузчик, либо у хоста нет нужной возможности процессора.',
  'finding.turned-off-dirty.cause.stopped-critical':
    'ВМ лишилась того, без чего не может работать, прежде всего хранилища, и хост её остановил.',
  'finding.turned-off-dirty.cause.worker-died':
    'Процесс на хосте, который исполняет ВМ, завершился: ошибка в Hyper-V или драйвере, либо его кто-то завершил.',
  'finding.turned-off-dirty.fix.log': 'Посмотрите, что ещё говорит о ней журнал хоста.',
  'finding.turned-off-dirty.fix.start':
    'Когда причина известна, запустите ВМ и дайте гостевой системе проверить файловые системы.',
  'finding.turned-off-dirty.fix.check':
    'Проверьте журнал, файловые системы и базы данных гостя: что он не успел записать, потеряно.',

  'finding.shutdown-unavailable.evidence.turned-off': '{at} ВМ была выключена вместо завершения работы.',
} as const satisfies Translation;
