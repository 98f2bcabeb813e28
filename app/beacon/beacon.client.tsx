'use client';

import { type ReactNode, useState } from 'react';
import {
  type BeaconSystem,
  beaconSystems,
  copyCommand,
  discCommand,
  downloadCommand,
  installCommand,
  printCommand,
  uninstallCommand,
} from '#lib/guest-support/beacon-commands.ts';
import { kvpDaemonCommands } from '#lib/guest-support/daemon-commands.ts';
import type { GuestFamily } from '#lib/guest-support/guest-family.ts';
import { Choice } from '../_components/controls/choice.client.tsx';
import { buttonClass } from '../_components/controls/controls.ts';
import { CopyCommand } from '../_components/finding/copy-command.client.tsx';
import { useTranslate } from '../_components/i18n/use-translate.client.tsx';
import { Card } from '../_components/layout/card.tsx';
import { Facts } from '../_components/layout/facts.tsx';
import { PageHeading } from '../_components/layout/page-heading.tsx';

interface Script {
  readonly file: string;
  readonly version: string;
  readonly sha256: string;
  readonly bytes: number;
}

interface BeaconProps {
  readonly shell: Script;
  readonly powershell: Script;
  readonly origin: string;
}

/** Families whose data exchange daemon comes in packages, by the system that the beacon has commands for. */
const families = {
  linux: ['debian', 'ubuntu', 'rhel', 'suse'],
  freebsd: ['freebsd'],
  windows: ['windows'],
} as const satisfies Record<BeaconSystem, readonly GuestFamily[]>;

/** The scripts for guests, and how they get into a guest with and without network. */
export function Beacon({ shell, powershell, origin }: BeaconProps) {
  const t = useTranslate();
  const [system, setSystem] = useState<BeaconSystem>('linux');
  const script = system === 'windows' ? powershell : shell;
  return (
    <>
      <PageHeading title={t('beaconPage.title')}>{t('beaconPage.intro')}</PageHeading>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <ScriptCard script={shell} title={t('beaconPage.shell')} />
        <ScriptCard script={powershell} title={t('beaconPage.powershell')} />
        <div className="max-w-md lg:col-span-2">
          <Choice
            legend={t('beaconPage.system')}
            name="system"
            value={system}
            values={beaconSystems}
            label={(value) => t(`beaconPage.system.${value}`)}
            onChange={setSystem}
          />
        </div>
        <GetCard system={system} source={{ origin, sha256: script.sha256 }} />
        <InstallCard system={system} />
      </div>
    </>
  );
}

function ScriptCard({ script, title }: { readonly script: Script; readonly title: string }) {
  const t = useTranslate();
  const download = (
    <a className={`${buttonClass} no-underline hover:bg-raised`} href={`/beacon/${script.file}`} download>
      {t('beaconPage.download', { file: script.file })}
    </a>
  );
  return (
    <Card title={title} aside={download}>
      <Facts
        rows={[
          { label: t('beaconPage.version'), value: script.version },
          { label: t('beaconPage.size'), value: t('beaconPage.bytes', { count: script.bytes }) },
          { label: t('beaconPage.sha256'), value: <code className="break-all font-mono text-xs">{script.sha256}</code> },
        ]}
      />
    </Card>
  );
}

interface GetCardProps {
  readonly system: BeaconSystem;
  readonly source: { readonly origin: string; readonly sha256: string };
}

/** Ways of the file into the guest. */
function GetCard({ system, source }: GetCardProps) {
  const t = useTranslate();
  return (
    <Card title={t('beaconPage.get')}>
      <Steps>
        <Step text={t('beaconPage.network')}>
          <CopyCommand label={t('beaconPage.inGuest')} text={downloadCommand(system, source)} />
        </Step>
        {system !== 'freebsd' && (
          <Step text={t('beaconPage.copy')}>
            <CopyCommand label={t('beaconPage.onHost')} text={copyCommand(system)} />
          </Step>
        )}
        <Step text={t('beaconPage.disc')}>
          <CopyCommand label={t('beaconPage.inGuest')} text={discCommand(system)} />
        </Step>
        <Step text={t('beaconPage.paste')} />
      </Steps>
    </Card>
  );
}

/** What is done in the guest once the file is there. */
function InstallCard({ system }: { readonly system: BeaconSystem }) {
  const t = useTranslate();
  return (
    <Card title={t('beaconPage.install')}>
      <Steps>
        <Step text={t('beaconPage.daemon')}>
          {families[system].flatMap((family) =>
            kvpDaemonCommands(family)
              .filter(({ fits }) => fits)
              .map(({ text }) => <CopyCommand key={family} label={t(`guestFamily.${family}`)} text={text} />),
          )}
        </Step>
        <Step text={t('beaconPage.print')}>
          <CopyCommand label={t('beaconPage.inGuest')} text={printCommand(system)} />
        </Step>
        <Step text={t('beaconPage.start')}>
          <CopyCommand label={t('beaconPage.inGuest')} text={installCommand(system)} />
        </Step>
        <Step text={t('beaconPage.remove')}>
          <CopyCommand label={t('beaconPage.inGuest')} text={uninstallCommand(system)} />
        </Step>
      </Steps>
      {system !== 'linux' && <p className="border-line border-t px-4 py-2 text-muted">{t('beaconPage.unproved')}</p>}
    </Card>
  );
}

function Steps({ children }: { readonly children: ReactNode }) {
  return <ul className="space-y-3 px-4 py-3">{children}</ul>;
}

function Step({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <li className="space-y-1.5">
      <p>{text}</p>
      {children}
    </li>
  );
}
