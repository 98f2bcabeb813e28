/** Exported functions whose names begin as those of parsers do, and why none of them needs an input of its own. */
export const notFuzzed: Readonly<Record<string, string>> = {
  parseOnce: 'makes a parser of a schema; those that it makes are in the table',
  readPair: 'takes what parsers gave; collectors/runtime/lying-host.test.ts goes through it',
  readAsked:
    'takes a request that Node has parsed; its two parts of text, shard and Host, are checked in exporter-server.test.ts',
  readDisk: 'takes a row that a schema has checked; the parser of collector disk goes through it',
  readFleet: 'reads the store',
  readStore: 'opens the store',
  readHistory: 'opens the store',
  readAlerts: 'opens the store',
  readStandingAlerts: 'reads the store',
  readAuth: 'opens the store',
  readTlsFiles: 'reads files of the owner, and OpenSSL parses them',
  readPassword: 'takes a stream of what somebody types; collectors/cli/access/ask-password.test.ts has its limits',
  parseShippedRules: 'reads a file of our own by parseRules',
  readRuleFiles: 'reads files of the owner; parseRules parses their text',
  readSecretFile: 'reads a file of the owner; collectors/runtime/exporter-access.test.ts has what is no secret',
  readSecret: 'reads a file of the owner',
  readBeaconScripts: 'reads files of our own',
  readPreferences: 'reads cookies and hands them to parsePreferences',
  readTranslate: 'reads cookies and hands them to parsePreferences',
  readShortcut: 'takes a key that a person pressed',
};
