/** Plural forms by the categories of `Intl.PluralRules`, chosen by the parameter `count`. */
export interface PluralForms {
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}
