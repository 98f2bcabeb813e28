import type { Translation } from './translation.ts';

/** Findings about clocks, about daemons of a guest, and about what a guest says, in Russian. */
export const ruClockFindings = {
  'clockOffset.ahead': 'впереди на {seconds} с',
  'clockOffset.behind': 'отстают на {seconds} с',

  'clockSign.noBeacon': 'Нет маяка',
  'clockSign.noBeacon.detail': 'В гостевой системе нет маяка, который сообщал бы её время.',
  'clockSign.stale': 'Маяк остановился',
  'clockSign.stale.detail': 'Маяк остановился, поэтому о часах сейчас ничего не известно.',
  'clockSign.unknown': 'Неизвестно',
  'clockSign.coarse': 'Грубой ошибки нет',
  'clockSign.coarse.detail': 'Известно только время, которое записал маяк: этого хватает для грубых ошибок.',
  'clockSign.undisciplined': 'За ними никто не следит',

  'finding.clock-offset-high.title': 'Часы идут неверно',
  'finding.clock-offset-high.evidence.ntp': 'Относительно времени NTP часы гостевой системы {amount}, с точностью до {bound} с.',
  'finding.clock-offset-high.evidence.host': 'Относительно часов хоста они {amount}, с точностью до {bound} с.',
  'finding.clock-offset-high.evidence.daemon': 'Так сообщает служба времени самой гостевой системы.',
  'finding.clock-offset-high.evidence.timestamp':
    'Это следует из времени, которое записал маяк, и из того, когда запись увидели.',
  'finding.clock-offset-high.evidence.claim':
    'Служба времени утверждает, что относительно хоста часы {amount}, с точностью до {bound} с. Время записи это опровергает.',
  'finding.clock-offset-high.cause.daemon':
    'Служба времени в гостевой системе знает об отклонении и не исправила его: подводит часы медленно или не вправе переводить их так далеко.',
  'finding.clock-offset-high.cause.unfollowed':
    'Часы гостевой системы никто не исправляет: ни одна служба времени не синхронизирована, а отсчёты хоста не доходят или не применяются.',
  'finding.clock-offset-high.cause.disproved':
    'Служба времени сообщает, что всё в порядке, а записанное время неверно: служба ошибается, стоит или следит за другими часами.',
  'finding.clock-offset-high.fix':
    'Поручите часы службе времени и разрешите ей перевести их один раз. Скачок может помешать базам данных и Kerberos: сначала посмотрите, что там работает.',

  'finding.time-sync-conflict.title': 'Часами управляют двое',
  'finding.time-sync-conflict.evidence.daemons': 'Одновременно работают: {daemons}.',
  'finding.time-sync-conflict.evidence.daemon': 'Служба {daemon} синхронизирована, и не с хостом.',
  'finding.time-sync-conflict.evidence.every': 'Гостевая система переводит часы и по каждому отсчёту хоста.',
  'finding.time-sync-conflict.evidence.large':
    'Ядро гостевой системы переводит часы, если отсчёт хоста расходится более чем на 100 мс.',
  'finding.time-sync-conflict.evidence.offered': 'Служба синхронизации времени включена.',
  'finding.time-sync-conflict.evidence.apart': 'Времена расходятся: {amount}, с точностью до {bound} с.',
  'finding.time-sync-conflict.cause.daemons':
    'В гостевой системе работают две службы времени и поправляют одни и те же часы: каждая после того, что изменила другая.',
  'finding.time-sync-conflict.cause.providers':
    'W32Time следует серверу в сети, а его поставщик Hyper-V принимает и отсчёты хоста; часы тянут в разные стороны.',
  'finding.time-sync-conflict.cause.every':
    'Старое ядро каждые несколько секунд переводит часы на время хоста, а служба времени возвращает их ко времени своих серверов.',
  'finding.time-sync-conflict.cause.large':
    'Хост и серверы расходятся больше допустимого для ядра: оно переводит часы на время хоста, а ntpd возвращает их.',
  'finding.time-sync-conflict.fix.daemons': 'Оставьте одну службу времени и отключите другую.',
  'finding.time-sync-conflict.fix.providers': 'Отключите в гостевой системе поставщик Hyper-V службы W32Time.',
  'finding.time-sync-conflict.fix.every':
    'Возьмите ядро, которое применяет отсчёты только после паузы, либо оставьте единственным время хоста.',
  'finding.time-sync-conflict.fix.large':
    'Пусть ядро гостевой системы не применяет отсчёты; часы хоста исправьте в любом случае.',
  'finding.time-sync-conflict.fix.host':
    'Или отключите для этой ВМ синхронизацию времени на хосте. Тогда при запуске и после паузы у неё будут свои часы.',

  'finding.clock-undisciplined.title': 'За часами никто не следит',
  'finding.clock-undisciplined.evidence.none': 'В гостевой системе не работает ни одна служба времени.',
  'finding.clock-undisciplined.evidence.unsynchronised': 'Служба {daemon} работает, но не синхронизирована.',
  'finding.clock-undisciplined.evidence.off': 'Синхронизация времени для этой ВМ отключена.',
  'finding.clock-undisciplined.evidence.rare': 'Ядро гостевой системы берёт время хоста только при запуске и после паузы.',
  'finding.clock-undisciplined.cause.nothing':
    'За часами гостевой системы не следит ни одна служба, отсчёты хоста она не применяет, поэтому часы уходят.',
  'finding.clock-undisciplined.cause.unsynchronised':
    'Служба времени не достигает ни одного сервера или не доверяет им: межсетевой экран, неверное имя или серверы расходятся.',
  'finding.clock-undisciplined.fix':
    'Поручите часы службе времени; где серверы недоступны, пусть она следует часам PTP, которые Hyper-V показывает системам Linux.',

  'finding.host-clock-bad.title': 'Часы хоста идут неверно',
  'finding.host-clock-bad.evidence.ntp': 'Относительно {server} часы хоста {amount}, с точностью до {bound} с.',
  'finding.host-clock-bad.evidence.magnitude':
    'Сама служба W32Time насчитывает {seconds} с между часами хоста и их источником; hvitals не ответил ни один сервер.',
  'finding.host-clock-bad.evidence.syncType': 'Режим W32Time: {type}.',
  'finding.host-clock-bad.evidence.followers': {
    one: 'Известно, что его часам следует {count} ВМ этого хоста.',
    few: 'Известно, что его часам следуют {count} ВМ этого хоста.',
    many: 'Известно, что его часам следуют {count} ВМ этого хоста.',
    other: 'Известно, что его часам следуют {count} ВМ этого хоста.',
  },
  'finding.host-clock-bad.cause':
    'Неверны часы самого хоста: у W32Time нет источника, он неверен, или служба не вправе переводить часы так далеко. Настолько же ошибаются все гостевые системы, которые берут время у хоста.',
  'finding.host-clock-bad.fix.look': 'Посмотрите, чему следует W32Time, и запросите время заново.',
  'finding.host-clock-bad.fix.peers': 'Вне домена задайте серверы. Имена даны для примера.',

  'finding.beacon-stale.title': 'Маяк остановился',
  'finding.beacon-stale.evidence': 'Маяк остановился на записи {sequence}; он должен писать каждые {seconds} с.',
  'finding.beacon-stale.cause':
    'Скрипт маяка в гостевой системе больше не работает или не может писать. Всё, что он сообщил о часах, дисках и службах, устарело.',
  'finding.beacon-stale.fix': 'Выясните, почему скрипт не запускается. Если его удалили намеренно, удалите и его записи.',

  'finding.vss-daemon-missing.title': 'Нет демона VSS',
  'finding.vss-daemon-missing.evidence.status': 'Компонент резервного копирования (VSS) сообщает: {status}, при этом пульс есть.',
  'finding.vss-daemon-missing.evidence.beacon': 'Маяк гостевой системы сообщает, что такой демон не работает.',
  'finding.vss-daemon-missing.cause':
    'Хост предлагает ВМ резервное копирование, но демон в гостевой системе не отвечает и файловые системы не замораживаются: копии такие же, как после отключения питания.',
  'finding.vss-daemon-missing.fix': 'Установите демон в гостевой системе и запустите его либо отключите службу.',

  'finding.fcopy-daemon-missing.title': 'Нет демона копирования файлов',
  'finding.fcopy-daemon-missing.evidence.status': 'Интерфейс гостевой службы сообщает: {status}, при этом пульс есть.',
  'finding.fcopy-daemon-missing.evidence.beacon': 'Маяк гостевой системы сообщает, что такой демон не работает.',
  'finding.fcopy-daemon-missing.cause':
    'Для этой ВМ включили интерфейс гостевой службы, но демон в гостевой системе файлы не принимает: Copy-VMFile завершается ошибкой.',
  'finding.fcopy-daemon-missing.fix': 'Установите демон в гостевой системе и запустите его либо отключите службу.',

  'finding.kvp-hostile.title': 'Подозрительные данные от гостевой системы',
  'finding.kvp-hostile.evidence.items': 'Элементы обмена данными: {problem}.',
  'finding.kvp-hostile.evidence.beacon': 'Элементы маяка: {problem}.',
  'finding.kvp-hostile.cause':
    'Что-то в гостевой системе пишет данные так, как не пишет ни демон, ни маяк: неисправная программа или тот, кто проверяет, что с ними сделают хосты и инструменты.',
  'finding.kvp-hostile.fix':
    'Выясните, кто в гостевой системе их пишет. hvitals не показывает из них ничего, что нельзя показать безопасно.',

  'beaconProblem.too-many-items': 'слишком много элементов',
  'beaconProblem.unknown-key': 'неизвестные ключи',
  'beaconProblem.duplicate-key': 'повторяющиеся ключи',
  'beaconProblem.malformed-value': 'значения неверного вида',
  'beaconProblem.value-too-long': 'слишком длинные значения',
  'beaconProblem.out-of-range': 'числа вне допустимого',
  'beaconProblem.control-characters': 'управляющие символы',
  'beaconProblem.sequence-backwards': 'номер записи уменьшился',
} as const satisfies Translation;
