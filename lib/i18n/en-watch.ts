/** Words of alerts that are seen beside their own page: wall, navigation, pages of VMs and hosts, charts, handover. */
export const enWatch = {
  'watch.nav': {
    one: '{count} alert fires and waits for somebody, the gravest: {severity}',
    other: '{count} alerts fire and wait for somebody, the gravest: {severity}',
  },
  'watch.wall': 'Alerts that nobody has acknowledged',
  'watch.wall.none': 'No alert waits',
  'watch.wall.unknown': 'Alerts not known',
  'watch.wall.critical': { one: 'critical alert', other: 'critical alerts' },
  'watch.wall.warning': { one: 'warning', other: 'warnings' },
  'watch.wall.info': { one: 'notice', other: 'notices' },
  'watch.held': { one: '{count} held back', other: '{count} held back' },
  'watch.evaluated': 'rules looked at {age} ago',
  'watch.neverEvaluated': 'rules not looked at yet',
  'watch.sound.click': 'Sound is on and waits: click anywhere once',
  'watch.sound.on': 'Sound on',
  'watch.sound': 'Sound for new critical alerts',
  'watch.sound.choice.off': 'Off',
  'watch.sound.choice.on': 'On',
  'watch.sound.hint':
    'Two soft tones, at most every 30 seconds, while a page of hvitals is in sight. A browser lets no sound out before a click on the page: after a reload one is needed again.',
} as const;
