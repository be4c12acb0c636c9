import { forbiddenField, invalid, required, tooLong, type FieldError } from '../../api/field-error.ts';
import type { VolumeAttachment, VolumeAttachmentSource, VolumeError } from '../../data/types.ts';
import { declaredImmutableErrors } from '../common/declared.ts';
import { dns1123SubdomainErrors } from '../../../api/names.ts';
import { keepMetadata, keepSpec, keepStatus } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { declaredDriverNameErrors, driverNameErrors } from './driver-name.ts';

const MAX_METADATA_BYTES = 256 * 1024;
const MAX_MESSAGE_BYTES = 1024;

/** pkg/registry/storage/volumeattachment/strategy.go, pkg/apis/storage/validation. */
export const volumeAttachments: Strategy<VolumeAttachment> = {
  prepareForCreate(draft) {
    delete draft.status;
  },
  // what is declared is told last
  validateCreate: (object) => [
    ...attachmentErrors(object),
    ...declaredDriverNameErrors(object.spec.attacher, 'spec.attacher'),
  ],
  prepareForUpdate: keepStatus,
  validateUpdate: (object, old) => [
    // the declared rules end at a spec that changed: what is left is the rule of old
    ...driverNameErrors(object.spec.attacher, 'spec.attacher'),
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

/** `ValidateVolumeAttachment` without the name of the attacher. */
function attachmentErrors({ spec, status }: VolumeAttachment): FieldError[] {
  const { source, nodeName } = spec;
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
