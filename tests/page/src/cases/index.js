// All modules of cases by name. Nothing else.

import answers from './answers.js';
import args from './arguments.js';
import bodies from './bodies.js';
import bytes from './bytes.js';
import channel from './channel.js';
import client from './client.js';
import event from './event.js';
import frames from './frames.js';
import fs from './fs.js';
import fs_edges from './fs_edges.js';
import fs_handles from './fs_handles.js';
import fs_scopes from './fs_scopes.js';
import fs_watch from './fs_watch.js';
import globals from './globals.js';
import opener from './opener.js';
import order from './order.js';
import resource from './resource.js';
import scheme from './scheme.js';

export const modules = {
  globals,
  arguments: args,
  answers,
  bodies,
  bytes,
  channel,
  event,
  order,
  resource,
  client,
  frames,
  scheme,
  fs,
  fs_edges,
  fs_handles,
  fs_scopes,
  fs_watch,
  opener,
};
