import { type Document, isMap, isNode, isPair, LineCounter, parseDocument } from 'yaml';
import { checkRules } from './check-rules.ts';
import { ConfigError, type ConfigPath, type ConfigProblem } from './config-error.ts';
import { describeIssue } from './describe-issue.ts';
import { type Config, config } from './schema.ts';

/** A configuration that passed every check which needs no file, and where its keys stand. */
export interface ParsedConfig {
  readonly config: Config;
  /** Line of the key at `path`, counted from 1; of the nearest key above it where it is absent. */
  lineOf(path: ConfigPath): number | undefined;
}

/**
 * Text of a hvitals.yaml → checked configuration with all defaults. Pure.
 * `file` is its name in messages. Throws ConfigError, with all mistakes that one look can find.
 */
export function parseConfig(text: string, file: string): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ConfigError(
      file,
      document.errors.map((error) => ({
        path: [],
        line: lines.linePos(error.pos[0]).line,
        message: `not valid YAML: ${error.message}`,
      })),
    );
  }
  const data = toData(document, file);
  const lineOf = (path: ConfigPath) => findLine(document, lines, path);
  const result = config.safeParse(data);
  if (!result.success) {
    throw new ConfigError(
      file,
      result.error.issues.flatMap((issue) =>
        describeIssue(issue, data).map(({ key, message }): ConfigProblem => {
          const path = [
            ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
            ...(key === undefined ? [] : [key]),
          ];
          return { path, line: lineOf(path), message };
        }),
      ),
    );
  }
  const breaks = checkRules(result.data);
  if (breaks.length > 0) {
    throw new ConfigError(
      file,
      breaks.map((rule) => ({ ...rule, line: lineOf(rule.path) })),
    );
  }
  return { config: result.data, lineOf };
}

/** The document as plain values; an empty file is an empty mapping. */
function toData(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (cause) {
    // An alias without its anchor, or aliases that would multiply without end.
    const message = `not valid YAML: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new ConfigError(file, [{ path: [], line: undefined, message }], { cause });
  }
}

function findLine(document: Document, lines: LineCounter, path: ConfigPath): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const part = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find((item) => isPair(item) && isNode(item.key) && String(item.key) === part)
      : undefined;
    const node = pair?.key ?? (isMap(parent) ? undefined : document.getIn(path.slice(0, length), true));
    const offset = isNode(node) ? node.range?.[0] : undefined;
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return undefined;
}
