import { HostAppears } from './host-appears.client.tsx';

export default function HostNotFound() {
  return <HostAppears />;
}
