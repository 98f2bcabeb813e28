import { z } from 'zod';
import { cleanText } from '#lib/model/clean-text.ts';
import { diskControllers, diskKinds } from '#lib/model/readings/disk.ts';
import { optionalCount, optionalDate } from '#lib/model/record-fields.ts';

/** Text of a host, cleaned and cut: whoever owns a VM may choose it. */
const text = z.string().transform((value) => cleanText(value, 512, 'one-line').text);

const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  .nullish()
  .transform((value) => value?.toLowerCase());

/** A SCSI controller has 64 places, and a VM four of them. Both are labels of series: a host that counts on would make new ones for ever. */
export const highestPlace = 255;

/** Why a file could not be looked at or asked about. */
const failure = z.object({ failure: z.enum(['missing', 'access-denied', 'locked', 'timed-out', 'error']), reason: text });

const file = z.union([failure, z.object({ bytes: z.number().int().nonnegative(), writtenAt: optionalDate })]).nullish();

const image = z
  .union([
    failure,
    z.object({
      /** 2 fixed, 3 dynamic, 4 differencing. */
      type: optionalCount,
      /** 2 VHD, 3 VHDX, 4 VHD set. */
      format: optionalCount,
      maxBytes: optionalCount,
      minBytes: optionalCount,
      diskId: guid,
      parents: z.array(text).max(64),
      cut: z.boolean(),
      again: z.boolean(),
    }),
  ])
  .nullish();

/** One disk as the host sends it (shape: disk.md). */
const diskRow = z.object({
  controller: z.enum(diskControllers),
  controllerNumber: z
    .number()
    .int()
    .min(0)
    .max(highestPlace)
    .nullish()
    .transform((value) => value ?? undefined),
  controllerId: guid,
  location: z.number().int().min(0).max(highestPlace),
  kind: z.enum(diskKinds),
  path: text,
  shared: z.boolean(),
  deviceBytes: optionalCount,
  file,
  stamp: z
    .string()
    .regex(/^[0-9a-f]{12}$/)
    .nullish(),
  image,
});
export type DiskRow = z.infer<typeof diskRow>;

/** What the image service says of a file. */
export type ImageRow = Extract<NonNullable<DiskRow['image']>, { readonly parents: unknown }>;

/** One VM of the record. */
export const diskVmRow = z.object({ disks: z.array(diskRow) });

/** What stands beside the VMs in the record: the path at which the next scrape goes on. */
export const diskRecord = z.object({ next: z.string().nullish() });
