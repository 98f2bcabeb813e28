import type { Translation } from './translation.ts';

/** Words of the large tables in Russian. */
export const ruTables = {
  'table.clear': 'Сбросить отбор',
  'table.clearValues': 'Любое',
  'table.columns': 'Столбцы',
  'table.columns.default': 'Обычные столбцы',
  'table.csv': 'CSV',
  'table.csv.title': 'Скачать отобранные строки в файле CSV',
  'table.facet.search': 'Найти: {facet}',
  'table.facet.more': {
    one: 'и ещё {count}: введите часть названия',
    few: 'и ещё {count}: введите часть названия',
    many: 'и ещё {count}: введите часть названия',
    other: 'и ещё {count}: введите часть названия',
  },
  'table.facet.none': 'Таких значений нет.',
  'table.facet.absent': 'не задано',
  'table.sort': 'Порядок',
  'table.sort.none': 'Худшие сверху',

  'facet.level': 'Оценка',
  'facet.state': 'Состояние',
  'facet.host': 'Хост',
  'facet.transport': 'Транспорт',

  'hosts.title': 'Хосты',
  'hosts.filter': 'Отбор по хосту, адресу или метке',
  'hosts.filter.placeholder': 'Имя, адрес, метка',
  'hosts.shown': { one: '{count} хост', few: '{count} хоста', many: '{count} хостов', other: '{count} хоста' },
  'hosts.shownOf': {
    one: '{count} из {total}',
    few: '{count} из {total}',
    many: '{count} из {total}',
    other: '{count} из {total}',
  },
  'hosts.none': 'Под этот отбор не подходит ни один хост.',
  'hosts.all': 'Все хосты: {count}',
  'hosts.gone.title': 'Этого хоста больше нет',
  'hosts.gone.body': 'Его больше нет среди целей: его убрали из hvitals.yaml или переименовали.',
  'hosts.gone.back': 'Все хосты',
  'hosts.unknown.title': 'Такого хоста нет',
  'hosts.unknown.body': 'Ни одна цель так не называется. Возможно, хост убрали из hvitals.yaml.',

  'targets.more': {
    one: 'Показать {count} цель',
    few: 'Показать все {count} цели',
    many: 'Показать все {count} целей',
    other: 'Показать все {count} цели',
  },

  'vms.worst': 'Виртуальные машины, худшие сверху',
  'vms.worst.caption': 'ВМ, которые больше всего требуют внимания',
  'vms.all': 'Все ВМ: {count}',
  'vms.id': 'Идентификатор',
  'vms.addresses': 'Адреса',
  'vms.gone.back': 'Все ВМ',
  'vms.unknown.title': 'Такой ВМ нет',
  'vms.unknown.body': 'Этот идентификатор ВМ не встречается ни на одном хосте. Возможно, ВМ удалили или её хост ещё не опрошен.',
} as const satisfies Translation;
