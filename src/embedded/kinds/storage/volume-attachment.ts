import { forbiddenField, invalid, required, tooLong, type FieldError } from '../../api/field-error.ts';
import type { VolumeAttachment, VolumeAttachmentSource, VolumeError } from '../../data/types.ts';
import { declaredImmutableErrors } from '../common/declared.ts';
import { dns1123SubdomainErrors } from '../common/names.ts';
import { keepMetadata, keepSpec, keepStatus } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { declaredDriverNameErrors } from './driver-name.ts';

const MAX_METADATA_BYTES = 256 * 1024;
const MAX_MESSAGE_BYTES = 1024;

/** pkg/registry/storage/volumeattachment/strategy.go, pkg/apis/storage/validation. */
export const volumeAttachments: Strategy<VolumeAttachment> = {
  prepareForCreate(draft) {
    delete draft.status;
  },
  validateCreate: attachmentErrors,
  prepareForUpdate: keepStatus,
  validateUpdate: (object, old) => [
    ...attachmentErrors(object),
    ...declaredImmutableErrors(object.spec, old.spec, 'spec'),
  ],
  unconditionalUpdate: false,
  status: {
    prepareForUpdate(draft, old) {
      keepSpec(draft, old);
      keepMetadata(draft, old);
    },
    validateUpdate: attachmentErrors,
  },
};

/** `ValidateVolumeAttachment`; the name of the attacher is declared, and told last. */
function attachmentErrors({ spec, status }: VolumeAttachment): FieldError[] {
  const { source, nodeName, attacher } = spec;
  const { persistentVolumeName: volume } = source;
  const { attachmentMetadata = {}, attachError, detachError } = status ?? {};
  const size = Object.entries(attachmentMetadata).reduce(
    (sum, entry) => sum + Buffer.byteLength(entry.join('')),
    0,
  );
  return [
    ...sourceErrors(source, 'spec.source'),
    ...nameErrors(nodeName, 'spec.nodeName'),
    ...(size > MAX_METADATA_BYTES ? [tooLong('status.attachmentMetadata', MAX_METADATA_BYTES)] : []),
    ...volumeErrors(attachError, 'status.attachError'),
    ...volumeErrors(detachError, 'status.detachError'),
    ...(volume === undefined ? [] : nameErrors(volume, 'spec.source.persistentVolumeName')),
    ...declaredDriverNameErrors(attacher, 'spec.attacher'),
  ];
}

function sourceErrors(source: VolumeAttachmentSource, path: string): FieldError[] {
  const { inlineVolumeSpec: inline, persistentVolumeName: name } = source;
  const words = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';
  if (inline && name !== undefined) return [forbiddenField(path, words)];
  if (inline) return [];
  if (name === undefined) return [required(path, words)];
  return name === ''
    ? [required(`${path}.persistentVolumeName`, 'must specify non empty persistentVolumeName')]
    : [];
}

function nameErrors(name: string, path: string): FieldError[] {
  return dns1123SubdomainErrors(name).map((words) => invalid(path, name, words));
}

/** `validateVolumeError`. */
function volumeErrors(error: VolumeError | undefined, path: string): FieldError[] {
  const { message = '', errorCode = 0 } = error ?? {};
  return [
    ...(Buffer.byteLength(message) > MAX_MESSAGE_BYTES
      ? [tooLong(`${path}.message`, MAX_MESSAGE_BYTES)]
      : []),
    ...(errorCode < 0
      ? [invalid(`${path}.errorCode`, errorCode, 'must be between 0 and 2147483647, inclusive')]
      : []),
  ];
}
