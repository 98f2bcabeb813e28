import type { Translation } from './translation.ts';

/** Words of alerts that are seen beside their own page, in Russian. */
export const ruWatch = {
  'watch.nav': {
    one: '{count} тревога ждёт внимания, самая серьёзная: {severity}',
    few: '{count} тревоги ждут внимания, самая серьёзная: {severity}',
    many: '{count} тревог ждут внимания, самая серьёзная: {severity}',
    other: '{count} тревоги ждут внимания, самая серьёзная: {severity}',
  },
  'watch.wall': 'Тревоги, которые никто не подтвердил',
  'watch.wall.none': 'Тревог нет',
  'watch.wall.unknown': 'О тревогах нет сведений',
  'watch.wall.critical': {
    one: 'критическая тревога',
    few: 'критические тревоги',
    many: 'критических тревог',
    other: 'критической тревоги',
  },
  'watch.wall.warning': { one: 'предупреждение', few: 'предупреждения', many: 'предупреждений', other: 'предупреждения' },
  'watch.wall.info': { one: 'уведомление', few: 'уведомления', many: 'уведомлений', other: 'уведомления' },
  'watch.held': {
    one: '{count} не ждёт ответа',
    few: '{count} не ждут ответа',
    many: '{count} не ждут ответа',
    other: '{count} не ждут ответа',
  },
  'watch.evaluated': 'правила проверены {age} назад',
  'watch.neverEvaluated': 'правила ещё не проверялись',
  'watch.sound.click': 'Звук включён, но ждёт: щёлкните один раз где угодно',
  'watch.sound.on': 'Звук включён',
  'watch.sound': 'Звук при новых критических тревогах',
  'watch.sound.choice.off': 'Выключен',
  'watch.sound.choice.on': 'Включён',
  'watch.sound.hint':
    'Два мягких тона, не чаще раза в 30 секунд, пока страница hvitals на виду. До щелчка по странице браузер звука не даёт: после перезагрузки щёлкнуть нужно снова.',
} as const satisfies Translation;
