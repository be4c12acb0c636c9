import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { moment, notBefore, timeText } from '../../src/verify/moment.ts';

const rows = [
  { name: 'later on one clock', later: '10:00:02Z', earlier: '10:00:01Z', is: true },
  { name: 'the same whole second on one clock', later: '10:00:01Z', earlier: '10:00:01Z', is: true },
  {
    name: 'a whole second that began before, but may end after',
    later: '10:00:01Z',
    earlier: '10:00:01.900Z',
    is: true,
  },
  { name: 'an earlier second on one clock', later: '10:00:00Z', earlier: '10:00:01Z', is: false },
  {
    name: 'an earlier millisecond on one clock',
    later: '10:00:01.100Z',
    earlier: '10:00:01.102Z',
    is: false,
  },
] as const;

describe('notBefore', () => {
  for (const { name, later, earlier, is } of rows) {
    test(`${name}: ${is}`, () => {
      assert.equal(notBefore(at(later, 'journal'), at(earlier, 'journal')), is);
    });
  }

  test('two clocks may differ by two seconds, and not by more', () => {
    assert.equal(notBefore(at('10:00:00.000Z', 'cluster'), at('10:00:02.000Z', 'journal')), true);
    assert.equal(notBefore(at('10:00:00.000Z', 'cluster'), at('10:00:02.001Z', 'journal')), false);
  });
});

describe('timeText', () => {
  test('says nothing more exact than the source does', () => {
    assert.equal(timeText('2026-01-31T10:00:00Z'), '2026-01-31 10:00:00 UTC');
    assert.equal(timeText('2026-01-31T10:00:00.1Z'), '2026-01-31 10:00:00.100 UTC');
    assert.equal(timeText('2026-01-31T10:00:00.123456Z'), '2026-01-31 10:00:00.123 UTC');
  });

  test('leaves alone what is no time', () => {
    assert.equal(timeText('soon'), 'soon');
  });
});

function at(time: string, clock: 'journal' | 'cluster') {
  return moment(`2026-01-31T${time}`, clock);
}
