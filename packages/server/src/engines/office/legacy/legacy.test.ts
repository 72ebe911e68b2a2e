import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '#errors';
import { convert } from '../testing/convert.ts';
import { openCompoundFile } from './compound-file.ts';
import { withoutInclusions } from './inclusions.ts';
import { profileSettings } from './profile.ts';

test('fields that fetch something are made harmless, links and texts stay', () => {
  const wide = (text: string) => Buffer.from(text, 'utf16le').toString('latin1');
  const text =
    '\x13 INCLUDEPICTURE "http://e.org/x.png" \x14r\x15\x13HYPERLINK "http://e.org"\x14l\x15 INCLUDEPICTURE ';
  const harmless = withoutInclusions(
    Buffer.from(text + wide('\x13 LINK Excel.Sheet "/etc/passwd"\x15'), 'latin1'),
  ).toString('latin1');
  assert.equal(harmless.length, text.length + 2 * 33);
  assert.ok(harmless.startsWith('\x13 XXXXXXXXXXXXXX "http://e.org/x.png" \x14r\x15\x13HYPERLINK'));
  assert.ok(harmless.includes(' INCLUDEPICTURE ') && harmless.includes(wide('\x13 XXXX Excel')));
});

test('the profile of LibreOffice forbids macros, active content and updates of links', () => {
  for (const setting of ['DisableMacrosExecution', 'DisableActiveContent', 'BlockUntrustedRefererLinks'])
    assert.match(profileSettings(), new RegExp(`oor:name="${setting}" oor:op="fuse"><value>true<`));
});

test('compound files that are damaged are refused, and chains in a circle end', () => {
  const refused = (data: Buffer) =>
    assert.throws(
      () => openCompoundFile(data),
      (error) => error instanceof AppError && error.code === 'file_corrupt',
    );
  refused(Buffer.from('x'));
  const header = Buffer.alloc(2_048, 0xff);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  refused(header);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(0, 48);
  header.writeUInt32LE(0, 76);
  // The table of sectors says that the directory follows itself.
  header.writeUInt32LE(0, 512);
  assert.equal(openCompoundFile(header).stream('WordDocument'), undefined);
});

test('a file with a password says so, whatever it is called', async (t) => {
  const data = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]);
  await assert.rejects(
    convert(t, { format: 'docx', data }),
    (error) => error instanceof AppError && error.code === 'password_required',
  );
});
