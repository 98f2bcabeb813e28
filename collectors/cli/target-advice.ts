import type { TransportError } from '#collectors/transport/transport.ts';
import type { Target } from '#lib/config/schema.ts';
import type { Outcome } from '#lib/model/outcome.ts';

/** What to do where the call as a whole failed. */
export function adviseOnCall(target: Target, outcome: TransportError['outcome']): string {
  if (outcome === 'role-outdated') return adviseOnRecord('role-outdated');
  switch (target.transport) {
    case 'ssh': {
      const key = `ssh -i ${target.keyFile} -p ${target.port} ${target.user}@${target.address}`;
      if (outcome === 'access-denied') {
        return `Try "${key}": it says whether the public key is missing from the host's authorized_keys, or the host's key from known_hosts here.`;
      }
      return `Try "${key}". The host needs OpenSSH, PowerShell 7 and the sshd subsystem "${target.subsystem}" (docs/targets.md).`;
    }
    case 'winrm':
      if (outcome === 'access-denied')
        return 'The account that runs hvitals needs remoting and Hyper-V rights on the host (docs/targets.md).';
      return `Try "Test-WSMan ${target.address}" as the account that runs hvitals; "winrm quickconfig" on the host switches it on.`;
    case 'local':
      return 'Run hvitals on the Hyper-V host itself, as an account that is in its group Hyper-V Administrators.';
    case 'simulated':
      return 'A simulated host fails only in ways that its scenario says.';
  }
}

/** What to do where the host answered, and the answer was not good. */
export function adviseOnRecord(outcome: Outcome): string {
  switch (outcome) {
    case 'access-denied':
      return 'Without rights Hyper-V shows no VMs and gives no error. Put the account into the group Hyper-V Administrators of the host (docs/targets.md).';
    case 'role-outdated':
      return 'Install the Hvitals module of this version on the host: copy public/jea there and run Install-HvitalsEndpoint.ps1 (docs/least-privilege.md).';
    case 'unsupported':
      return 'The host has no Hyper-V namespace: is the Hyper-V role installed there?';
    case 'timeout':
      return 'WMI hangs on the host. "Get-CimInstance -Namespace root/virtualization/v2 Msvm_VirtualSystemManagementService" on it shows the same; a restart of the service vmms or of the host is the usual cure.';
    case 'parse-error':
      return 'Something on the host writes into the answer, such as a profile or a login banner; this may also be a fault in hvitals.';
    default:
      return 'Look at the reason; "Get-CimInstance -Namespace root/virtualization/v2 Msvm_ComputerSystem" on the host should answer.';
  }
}
