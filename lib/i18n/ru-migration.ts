import type { Translation } from './translation.ts';

/** Findings about migrations, in Russian. */
export const ruMigration = {
  'finding.migration-failed.title': 'Миграция не удалась',
  'finding.migration-failed.evidence.failed': '{at} миграция ВМ не удалась, и с тех пор ни одна не завершилась успешно.',
  'finding.migration-failed.evidence.refused': '{at} миграция ВМ была отклонена, и с тех пор ни одна не завершилась успешно.',
  'finding.migration-failed.evidence.event': 'Журнал хоста сообщил об этом событием {event}.',
  'finding.migration-failed.evidence.job': 'Задание миграции завершилось с кодом ошибки {code}.',
  'finding.migration-failed.evidence.reason': 'Хост сообщает: {reason}',
  'finding.migration-failed.evidence.destination': 'Она должна была перейти на {destination}.',
  'finding.migration-failed.cause.failed':
    'Один из двух хостов не смог выполнить свою часть: нет прав для входа на другой, нет сети между ними, нет виртуального коммутатора или хранилища с таким именем, либо процессоры слишком разные.',
  'finding.migration-failed.cause.refused': 'Уже шло столько миграций, сколько хосты допускают одновременно.',
  'finding.migration-failed.fix.log': 'Посмотрите, что говорят об этом журналы обоих хостов.',
  'finding.migration-failed.fix.settings':
    'Сравните настройки обоих хостов: проверку подлинности, сети и имена виртуальных коммутаторов.',
  'finding.migration-failed.fix.limits':
    'Дождитесь завершения остальных и повторите, либо разрешите хостам больше миграций сразу.',
} as const satisfies Translation;
