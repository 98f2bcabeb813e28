import type { Translation } from './translation.ts';

/** Words of the page that gives a guest its beacon, in Russian. */
export const ruBeacon = {
  'nav.beacon': 'Маяк для гостей',
  'beaconPage.title': 'Маяк для гостей',
  'beaconPage.intro':
    'Небольшой скрипт в гостевой системе. Через обмен данными «ключ — значение» он сообщает хосту то, что известно только гостю: свои часы, диски и файловые системы, службы интеграции. Сеть между гостем и хостом не нужна.',
  'beaconPage.shell': 'Linux и FreeBSD',
  'beaconPage.powershell': 'Windows',
  'beaconPage.download': 'Скачать {file}',
  'beaconPage.version': 'Версия',
  'beaconPage.size': 'Размер',
  'beaconPage.bytes': { one: '{count} байт', few: '{count} байта', many: '{count} байт', other: '{count} байта' },
  'beaconPage.sha256': 'SHA-256',
  'beaconPage.system': 'Команды для',
  'beaconPage.system.linux': 'Linux',
  'beaconPage.system.freebsd': 'FreeBSD',
  'beaconPage.system.windows': 'Windows',
  'beaconPage.inGuest': 'в гостевой системе',
  'beaconPage.onHost': 'на хосте Hyper-V, в PowerShell',
  'beaconPage.get': 'Перенести в гостевую систему',
  'beaconPage.network': 'Если гость видит это приложение по сети: скачать и сверить хеш.',
  'beaconPage.copy':
    'Без сети: скачать на хост и скопировать в гостевую систему. Должен быть включён интерфейс гостевых служб, а в гостевой Linux должна работать служба копирования файлов.',
  'beaconPage.disc': 'Без сети можно и иначе: записать скрипт в образ CD и подключить образ к ВМ.',
  'beaconPage.paste':
    'Или вставить текст скрипта в файл через консоль гостя. В нём только ASCII; по хешу выше видно, всё ли дошло.',
  'beaconPage.install': 'Установить',
  'beaconPage.daemon': 'В гостевой системе должен работать обмен данными: его служба запущена.',
  'beaconPage.print': 'Сначала посмотреть, что узнает хост. Эта команда ничего не записывает.',
  'beaconPage.start': 'Установить: с этого момента и после каждой загрузки скрипт пишет раз в 30 секунд.',
  'beaconPage.remove': 'Удалить: убирает скрипт, его таймер и всё, что он записал.',
  'beaconPage.unproved':
    'Части для FreeBSD и Windows ещё не запускались на таких системах: они проверены на записанных ответах команд, а для Windows — на движке PowerShell.',
} as const satisfies Translation;
