import { addDelayedJob } from 'bullmq/dist/cjs/scripts/addDelayedJob-6.js';
import { addParentJob } from 'bullmq/dist/cjs/scripts/addParentJob-6.js';
import { addPrioritizedJob } from 'bullmq/dist/cjs/scripts/addPrioritizedJob-9.js';
import { moveToActive } from 'bullmq/dist/cjs/scripts/moveToActive-11.js';
import { moveToDelayed } from 'bullmq/dist/cjs/scripts/moveToDelayed-11.js';
import { moveToFinished } from 'bullmq/dist/cjs/scripts/moveToFinished-14.js';
import { moveToWaitingChildren } from 'bullmq/dist/cjs/scripts/moveToWaitingChildren-7.js';
import { promote } from 'bullmq/dist/cjs/scripts/promote-9.js';
import { retryJob } from 'bullmq/dist/cjs/scripts/retryJob-11.js';
import { edges } from '#jobs';
import { commands } from './lua/commands.ts';
import { frame } from './lua/frame.ts';
import { indexes } from './lua/indexes.ts';
import { moves } from './lua/moves.ts';
import { rareCommands } from './lua/rare-commands.ts';
import { reads } from './lua/reads.ts';

/** BullMQ's moves, each unchanged, as functions of our script. */
export const bullScripts = {
  addDelayedJob,
  addParentJob,
  addPrioritizedJob,
  moveToActive,
  moveToDelayed,
  moveToFinished,
  moveToWaitingChildren,
  promote,
  retryJob,
};

/** A helper of a BullMQ script: a function of its own at the beginning of a line. It looks at nothing of the script but `rcall`. */
export const helper = /^local (?:function \w+|\w+ = function)\b[\s\S]*?\nend$/gm;

/**
 * script is the one Lua script of this adapter. KEYS: the queue's and the indexes' prefix. ARGV: the setup and the commands as one JSON array,
 * then the texts of the commands. It gives the store's time (ms), whether somebody should wake, and an answer a command: `[1, value]` or `[0, message]`.
 */
export const script: string = [
  `local edges = ${edgesTable()}`,
  frame,
  ...Object.entries(bullScripts).map(([name, { content }]) => `makers.${name} = function()\n${makerOf(content)}\nend`),
  // In a function of their own: what a closure takes from further out is then found at once, instead of by a search through all locals.
  'return (function()',
  moves,
  commands,
  // Made when one of them is called: most calls have none.
  `setmetatable(commands, { __index = function(_, name)
setmetatable(commands, nil)`,
  rareCommands,
  reads,
  indexes,
  `return commands[name]
end })
local answers = {}
-- These read nothing that is held back, or see to it themselves.
local blind = { add = true, claim = true, complete = true, projected = true }
local at = 1
for number = 2, #request do
  local command = request[number]
  local texts = {}
  for place = 1, command.texts do texts[place] = ARGV[at + place] end
  at = at + #texts
  command.texts = texts
  if not blind[command.c] then writeBack() end
  local ok, value = pcall(commands[command.c], command)
  if not ok then
    joined, known = {}, {}
    value = tostring(type(value) == 'table' and value.err or value)
  end
  answers[#answers + 1] = { ok and 1 or 0, value }
end
writeBack()
if wake then call('PUBLISH', setup.channel, setup.sender) end
return { now, wake and 1 or 0, answers }
end)()`,
].join('\n');

/** makerOf gives the Lua that makes a BullMQ script a function: its helpers (up to 41) are made once, not at every call. */
function makerOf(content: string): string {
  const helpers = [...content.matchAll(helper)].map(([text]) => text);
  const body = content.replace(helper, '');
  return ['local rcall = redis.call', ...helpers, 'return function(KEYS, ARGV)', body, 'end'].join('\n');
}

function edgesTable(): string {
  const rows = Object.entries(edges).map(
    ([from, to]) => `${from} = { ${to.map((state) => `${state} = true`).join(', ')} }`,
  );
  return `{ ${rows.join(', ')} }`;
}
