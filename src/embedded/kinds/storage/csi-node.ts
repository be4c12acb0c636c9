import { duplicate, invalid, required, type FieldError } from '../../api/field-error.ts';
import type { CSINode, CSINodeDriver } from '../../data/types.ts';
import { isEqualInMeaning } from '../../schema/json-tree.ts';
import { internalForm } from '../common/internal-form.ts';
import { qualifiedNameErrors } from '../../../api/names.ts';
import { negativeErrors } from '../common/numbers.ts';
import { keepMetadata, keepSpec, keepStatus } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { driverNameErrors } from './driver-name.ts';

const MAX_NODE_ID_BYTES = 256;

/** pkg/registry/storage/csinode/strategy.go, pkg/apis/storage/validation; the health of volumes is not told (CSIVolumeHealth is off). */
export const csiNodes: Strategy<CSINode> = {
  prepareForCreate(draft) {
    delete draft.status;
  },
  validateCreate: driversErrors,
  prepareForUpdate: keepStatus,
  validateUpdate: (node, old) => [...driversErrors(node), ...changedErrors(node, old)],
  unconditionalUpdate: false,
  status: {
    prepareForUpdate(draft, old) {
      keepSpec(draft, old);
      keepMetadata(draft, old);
      keepStatus(draft, old);
    },
  },
};

/** `validateCSINodeDrivers`. */
function driversErrors({ spec }: CSINode): FieldError[] {
  const drivers = spec.drivers ?? [];
  const names = drivers.map(({ name }) => name);
  return drivers.flatMap((driver, index) => {
    const path = `spec.drivers[${String(index)}]`;
    const isTwice = names.indexOf(driver.name) < index;
    return [
      ...driverNameErrors(driver.name, `${path}.name`),
      ...nodeIdErrors(driver.nodeID, `${path}.nodeID`),
      ...negativeErrors(driver.allocatable?.count, `${path}.allocatable.count`),
      ...(isTwice ? [duplicate(`${path}.name`, driver.name)] : []),
      ...topologyErrors(driver.topologyKeys ?? [], path),
    ];
  });
}

function nodeIdErrors(id: string, path: string): FieldError[] {
  if (id === '') return [required(path)];
  const words = `must be ${String(MAX_NODE_ID_BYTES)} characters or less`;
  return Buffer.byteLength(id) > MAX_NODE_ID_BYTES ? [invalid(path, id, words)] : [];
}

function topologyErrors(keys: readonly string[], path: string): FieldError[] {
  return keys.flatMap((key, index) => [
    ...(key === '' ? [required(path)] : []),
    ...(keys.indexOf(key) < index ? [duplicate(path, key)] : []),
    ...qualifiedNameErrors(key).map((words) => invalid(path, key, words)),
  ]);
}

/** A driver that stays is the same but for how many volumes it takes. */
function changedErrors({ spec }: CSINode, old: CSINode): FieldError[] {
  const before = old.spec.drivers ?? [];
  return before.flatMap((driver) =>
    (spec.drivers ?? [])
      .filter(({ name }) => name === driver.name)
      .filter((other) => !isEqualInMeaning(countless(other), countless(driver)))
      .map((other) =>
        invalid(
          'spec.drivers',
          internalForm(countless(other), 'storage/v1.CSINodeDriver'),
          'field is immutable',
        ),
      ),
  );
}

function countless({ allocatable: _allocatable, ...driver }: CSINodeDriver): CSINodeDriver {
  return driver;
}
