'use client';

import type { ApiFieldError } from '#lib/model/api/problem.ts';
import { type Role, roles } from '#lib/model/role.ts';
import { Field } from '../act/field.client.tsx';
import { useTranslate } from '../i18n/use-translate.client.tsx';

interface RoleFieldProps {
  readonly role: Role;
  readonly error?: ApiFieldError | undefined;
  readonly onChange: (role: Role) => void;
}

/** One of the roles, with what it may. */
export function RoleField({ role, error, onChange }: RoleFieldProps) {
  const t = useTranslate();
  return (
    <div>
      <Field
        label={t('access.role')}
        error={error}
        control={(control) => (
          <select
            {...control}
            value={role}
            onChange={({ target }) => onChange(roles.find((one) => one === target.value) ?? 'viewer')}
          >
            {roles.map((one) => (
              <option key={one} value={one}>
                {t(`access.role.${one}`)}
              </option>
            ))}
          </select>
        )}
      />
      <p className="mt-1 text-muted text-xs">{t(`access.role.${role}.may`)}</p>
    </div>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly error?: ApiFieldError | undefined;
  readonly isFirst?: boolean;
  readonly onChange: (value: string) => void;
}

/** A short text. */
export function TextField({ label, value, error, isFirst = false, onChange }: TextFieldProps) {
  return (
    <Field
      label={label}
      error={error}
      control={(control) => (
        <input
          {...control}
          value={value}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          {...(isFirst ? { 'data-first-focus': '' } : {})}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    />
  );
}

interface PasswordFieldProps extends TextFieldProps {
  /** A new one says what it has to be like. */
  readonly isNew: boolean;
}

/** A password, for which browsers offer what they keep, or a new one. */
export function PasswordField({ label, value, error, isNew, onChange }: PasswordFieldProps) {
  const t = useTranslate();
  return (
    <div>
      <Field
        label={label}
        error={error}
        control={(control) => (
          <input
            {...control}
            type="password"
            value={value}
            autoComplete={isNew ? 'new-password' : 'current-password'}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      />
      {isNew && <p className="mt-1 text-muted text-xs">{t('access.password.rule')}</p>}
    </div>
  );
}

const dayChoices = [7, 30, 90, 365] as const;

interface DaysFieldProps {
  readonly days: number | undefined;
  readonly error?: ApiFieldError | undefined;
  readonly onChange: (days: number | undefined) => void;
}

/** After how many days something ends by itself. */
export function DaysField({ days, error, onChange }: DaysFieldProps) {
  const t = useTranslate();
  return (
    <Field
      label={t('access.days')}
      error={error}
      control={(control) => (
        <select
          {...control}
          value={days ?? ''}
          onChange={({ target }) => onChange(dayChoices.find((one) => String(one) === target.value))}
        >
          <option value="">{t('access.days.none')}</option>
          {dayChoices.map((one) => (
            <option key={one} value={one}>
              {t('access.days.count', { count: one })}
            </option>
          ))}
        </select>
      )}
    />
  );
}
