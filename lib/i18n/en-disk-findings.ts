/** Findings about disks. */
export const enDiskFindings = {
  'finding.guest-disk-smaller.title': 'Guest does not see its whole disk',
  'finding.guest-disk-smaller.evidence.host': 'The host offers the disk at {place} with {size}.',
  'finding.guest-disk-smaller.evidence.guest': 'The guest’s kernel works with {size} on {device}.',
  'finding.guest-disk-smaller.cause':
    'The disk was grown on the host, and the guest’s kernel has not looked at its size since. A restart of the guest would do it too.',
  'finding.guest-disk-smaller.fix': 'Let the kernel look at the disk’s size again.',
  'finding.guest-disk-smaller.fix.then':
    'Then grow what lies on it. With LVM or ZFS in between, and only if the space is meant for them, fill in the names:',

  'finding.filesystem-not-grown.title': 'Filesystem smaller than its disk',
  'finding.filesystem-not-grown.evidence':
    'Disk {device} has {disk}, the filesystem on {mount} {size}: {unused} belong to no filesystem that the guest names.',
  'finding.filesystem-not-grown.cause':
    'The disk was grown and the partition or filesystem on it was not. It can also be meant so, or swap lies there: the guest does not say what else is on the disk.',
  'finding.filesystem-not-grown.fix': 'Look at the partitions first; then grow the last one and the filesystem on it.',
  'finding.filesystem-not-grown.fix.btrfs':
    'Look at the partitions first; then grow the last one and the filesystem on it. Btrfs over several devices grows one of them: name it by its number.',
} as const;
