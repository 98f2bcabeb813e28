import type { Translation } from './translation.ts';

/** Words of what stands around every page, in Russian. */
export const ruShell = {
  'nav.hosts': 'Хосты',
  'nav.vms': 'ВМ',
  'nav.wall': 'Табло',

  'dialog.close': 'Закрыть',

  'display.open': 'Настройки отображения',
  'display.title': 'Отображение',
  'display.theme': 'Тема',
  'display.theme.auto': 'Как в системе',
  'display.theme.dark': 'Тёмная',
  'display.theme.light': 'Светлая',
  'display.language': 'Язык',
  'display.language.en': 'English',
  'display.language.ru': 'Русский',
  'display.zone': 'Часовой пояс',
  'display.zone.browser': 'Как в браузере',
  'display.zone.utc': 'UTC',
  'display.zone.named': 'Другой',
  'display.zone.name': 'Название часового пояса',
  'display.kept': 'Хранится в этом браузере и действует на всех страницах.',

  'palette.open': 'Перейти…',
  'palette.title': 'Перейти к странице, хосту или ВМ',
  'palette.placeholder': 'Имя, хост, адрес или идентификатор',
  'palette.page': 'Страница',
  'palette.host': 'Хост',
  'palette.vm': 'ВМ',
  'palette.none': 'Ничего не найдено.',
  'palette.reading': 'Список ВМ загружается.',
  'palette.unavailable': 'Список ВМ получить не удалось; показаны страницы и хосты.',
  'palette.hits': {
    one: '{count} совпадение',
    few: '{count} совпадения',
    many: '{count} совпадений',
    other: '{count} совпадения',
  },

  'shortcuts.open': 'Сочетания клавиш',
  'shortcuts.title': 'Сочетания клавиш',
  'shortcuts.then': 'затем',
  'shortcuts.or': 'или',
  'shortcuts.palette': 'Перейти к странице, хосту или ВМ',
  'shortcuts.help': 'Показать этот список',
  'shortcuts.filter': 'Отбор в таблице',
  'shortcuts.rows': 'Следующая и предыдущая строка таблицы',
  'shortcuts.ends': 'Первая и последняя строка',
  'shortcuts.row': 'Открыть строку',
  'shortcuts.close': 'Закрыть окно, выйти из поля',
} as const satisfies Translation;
