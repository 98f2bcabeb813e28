import { VmAppears } from './vm-appears.client.tsx';

export default function VmNotFound() {
  return <VmAppears />;
}
