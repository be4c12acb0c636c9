import { StatusError } from '../api/status.ts';
import { parseFieldSelector } from './field-selector.ts';
import { parseLabelSelector } from './label-selector.ts';

/** Whether the text of a selector can be read: for who only wants to know that. */
export const SELECTOR_READERS = {
  isFieldSelector: (text: string): boolean => isRead(parseFieldSelector, text),
  isLabelSelector: (text: string): boolean => isRead(parseLabelSelector, text),
};

function isRead(read: (text: string) => unknown, text: string): boolean {
  try {
    read(text);
    return true;
  } catch (error) {
    if (error instanceof StatusError) return false;
    throw error;
  }
}
