import type { LabelSelector, NodeSelector } from './selectors.ts';
import type { KubeObject } from './types.ts';

/** What a pod asks for as storage. Bound once `volumeName` is set and its volume points back. */
export interface PersistentVolumeClaim extends KubeObject {
  readonly spec?: {
    readonly accessModes?: readonly string[];
    readonly selector?: LabelSelector;
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly volumeMode?: string;
    readonly volumeAttributesClassName?: string;
    readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
  };
  readonly status?: { readonly phase?: string };
}

/** A piece of storage, and the nodes that reach it. */
export interface PersistentVolume extends KubeObject {
  readonly spec?: {
    readonly accessModes?: readonly string[];
    readonly capacity?: Readonly<Record<string, string>>;
    readonly claimRef?: { readonly namespace?: string; readonly name?: string; readonly uid?: string };
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly volumeAttributesClassName?: string;
    readonly nodeAffinity?: { readonly required?: NodeSelector };
    readonly csi?: { readonly driver: string };
  };
  readonly status?: { readonly phase?: string };
}

/** Where volumes of a kind come from, and whether they wait for a pod. */
export interface StorageClass extends KubeObject {
  readonly provisioner?: string;
  readonly volumeBindingMode?: 'Immediate' | 'WaitForFirstConsumer';
  /** Where it can provision: one of the terms matches the node's labels; anywhere when there is none. */
  readonly allowedTopologies?: readonly {
    readonly matchLabelExpressions?: readonly { readonly key: string; readonly values: readonly string[] }[];
  }[];
}
