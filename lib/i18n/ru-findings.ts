import type { Translation } from './translation.ts';

/** Findings in Russian: what each is called, why it happens and what to do. */
export const ruFindings = {
  'severity.critical': 'Критично',
  'severity.warning': 'Предупреждение',
  'severity.info': 'К сведению',

  'finding.duplicate-vm-id.title': 'ВМ работает в двух местах',
  'finding.duplicate-vm-id.evidence':
    'По данным хоста, ВМ с этим идентификатором работает и действует; это не реплика и не принимаемая ВМ.',
  'finding.duplicate-vm-id.cause':
    'На двух хостах одновременно работает ВМ с одним и тем же идентификатором. Её импортировали или скопировали на месте с прежним идентификатором, либо после отработки отказа реплику запустили рядом с первичной ВМ.',
  'finding.duplicate-vm-id.fix':
    'Выясните, какая из двух должна работать, завершите работу другой и, если нужны обе, импортируйте её заново с вариантом «Копировать виртуальную машину (создать новый уникальный идентификатор)».',

  'finding.heartbeat-lost.title': 'Пульс потерян',
  'finding.heartbeat-lost.evidence': 'Компонент пульса сообщает: {status}. Раньше он отвечал.',
  'finding.heartbeat-lost.cause':
    'ВМ включена, но гостевая система перестала отвечать: операционная система зависла или упала либо выгружен драйвер пульса.',
  'finding.heartbeat-lost.fix.console': 'Сначала посмотрите на консоль ВМ: там видны паника ядра или переполненный диск.',
  'finding.heartbeat-lost.fix.driver': 'Если гостевая система жива, загрузите драйверы интеграции заново.',

  'finding.kvp-daemon-missing.title': 'Нет демона KVP',
  'finding.kvp-daemon-missing.evidence.status': 'Компонент обмена данными сообщает: {status}.',
  'finding.kvp-daemon-missing.evidence.items': 'Гостевая система не сообщает о себе ничего: ни имени, ни адреса, ни версии.',
  'finding.kvp-daemon-missing.evidence.heartbeat': 'Гостевая система жива: её пульс сообщает «{status}».',
  'finding.kvp-daemon-missing.cause':
    'Обмен данными на хосте включён, гостевая система работает, но демон в ней не отвечает: он не установлен, не запущен или завершился.',
  'finding.kvp-daemon-missing.fix': 'Установите демон в гостевой системе и запустите его.',

  'finding.shutdown-unavailable.title': 'Нет корректного завершения',
  'finding.shutdown-unavailable.evidence.disabled': 'Служба завершения работы отключена в параметрах ВМ.',
  'finding.shutdown-unavailable.evidence.silent': 'Компонент завершения работы сообщает: {status}, при этом пульс есть.',
  'finding.shutdown-unavailable.cause.disabled':
    'Хост не предоставляет этой ВМ службу завершения работы, поэтому попросить гостевую систему завершиться нельзя; остаётся только выключение питания.',
  'finding.shutdown-unavailable.cause.silent':
    'Гостевая система жива, но её драйвер завершения работы не отвечает: завершить её работу с хоста не удастся, остаётся только выключение питания.',
  'finding.shutdown-unavailable.fix.enable': 'Включите службу; ВМ при этом может продолжать работу.',
  'finding.shutdown-unavailable.fix.driver': 'Загрузите драйверы интеграции в гостевой системе.',

  'findings.title': 'Замечания',
  'findings.none': 'Замечаний нет: во всём, что оценивает hvitals, неполадок не видно.',
  'findings.vms': { one: '{count} ВМ', few: '{count} ВМ', many: '{count} ВМ', other: '{count} ВМ' },
  'findings.onHosts': {
    one: 'на {count} хосте',
    few: 'на {count} хостах',
    many: 'на {count} хостах',
    other: 'на {count} хостах',
  },
  'findings.radius': '{vms} {hosts}',
  'findings.times': { one: '×{count}', few: '×{count}', many: '×{count}', other: '×{count}' },
  'findings.moreHosts': {
    one: 'и ещё {count} хост',
    few: 'и ещё {count} хоста',
    many: 'и ещё {count} хостов',
    other: 'и ещё {count} хоста',
  },
  'findings.others': '+{number}',
  'findings.for': 'уже {age}',
  'findings.forBetween': 'от {shortest} до {longest}',
  'findings.evidence': 'Чем подтверждается',
  'findings.readBy': 'Сборщик {collector} на',
  'findings.fix': 'Что делать',
  'findings.bySystem': 'Команды по гостевым системам',
  'findings.otherSystems': 'Команды для других гостевых систем',
  'findings.copy': 'Копировать',
  'findings.copied': 'Скопировано',
  'findings.failed': 'Выделено: нажмите Ctrl+C',
  'findings.where.family': '{family}, {place}',
  'findings.where.host': 'на хосте',
  'findings.where.guest': 'в гостевой системе',
  'guestFamily.debian': 'Debian',
  'guestFamily.ubuntu': 'Ubuntu, Mint',
  'guestFamily.rhel': 'RHEL, Rocky, Alma, Oracle',
  'guestFamily.suse': 'SLES, openSUSE',
  'guestFamily.freebsd': 'FreeBSD',
  'guestFamily.windows': 'Windows',
} as const satisfies Translation;
