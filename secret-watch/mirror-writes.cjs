// Loaded before a program (NODE_OPTIONS), in syntax that every Node understands: what upgradectl writes to files, and to
// streams that end elsewhere than in the test, is written once more to a spool that the test reads.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const { SECRET_WATCH_SPOOL: folders = "", SECRET_WATCH_PARENT: parent } = process.env;
const names = [process.argv[1] || "", process.execPath].map((file) => path.basename(file));
// Other programs (npm, a plugin's exec program) are handed secrets on purpose.
if (folders !== "" && names.some((name) => /^(create-)?upgradectl/.test(name))) mirror();

function mirror() {
  const { appendFileSync, readlinkSync } = fs;
  // One for each thread; asking for its number takes 8 ms.
  const name = `${process.pid}-${process.hrtime.bigint()}`;
  const spools = folders.split(path.delimiter).map((folder) => path.join(folder, name));
  // Node's own functions call each other, the one that writes the spool too.
  let isKeeping = false;
  const keep = (target, data, encoding) => {
    if (isKeeping) return;
    isKeeping = true;
    try {
      const bytes =
        typeof data === "string"
          ? Buffer.from(data, encoding)
          : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
      const record = Buffer.concat([
        Buffer.from(`${JSON.stringify([nameOf(target), bytes.length])}\n`),
        bytes,
      ]);
      for (const spool of spools) appendFileSync(spool, record);
    } catch {
      // Not data; Node says so itself.
    } finally {
      isKeeping = false;
    }
  };
  const nameOf = (target) => {
    if (typeof target !== "number") return String(target);
    try {
      return readlinkSync(`/proc/self/fd/${target}`);
    } catch {
      return `descriptor ${target}`;
    }
  };
  const textEncoding = (options) => (typeof options === "string" ? options : options?.encoding) || "utf8";
  const before = (owner, name, look) => {
    const original = owner[name];
    owner[name] = function (...args) {
      return Reflect.apply(original, this, look.call(this, args) || args);
    };
  };
  /** Of `write(fd, text, position, encoding)` and `write(fd, buffer, offset, length, position)`, also without `fd`. */
  const part = (data, args) => {
    if (typeof data === "string") return [data, typeof args[1] === "string" ? args[1] : "utf8"];
    const given =
      typeof args[0] === "object" && args[0] !== null ? args[0] : { offset: args[0], length: args[1] };
    const offset = typeof given.offset === "number" ? given.offset : 0;
    const length = typeof given.length === "number" ? given.length : data.byteLength - offset;
    return [Buffer.from(data.buffer, data.byteOffset + offset, length)];
  };
  const keepAll = (target, list) => {
    for (const data of list) keep(target, data);
  };
  const whole = ([target, data, options, ...more]) => {
    const place = target && typeof target.fd === "number" ? target.fd : target;
    if (typeof data === "string" || ArrayBuffer.isView(data)) keep(place, data, textEncoding(options));
    else if (data && (data[Symbol.iterator] || data[Symbol.asyncIterator]))
      return [target, passing(place, data, textEncoding(options)), options, ...more];
    return undefined;
  };
  async function* passing(target, list, encoding) {
    for await (const data of list) {
      keep(target, data, encoding);
      yield data;
    }
  }

  keep("start", "");
  for (const name of ["write", "writeSync"])
    before(fs, name, ([fd, data, ...more]) => void keep(fd, ...part(data, more)));
  for (const name of ["writev", "writevSync"]) before(fs, name, ([fd, list]) => void keepAll(fd, list));
  for (const name of ["writeFile", "writeFileSync", "appendFile", "appendFileSync"]) before(fs, name, whole);
  for (const name of ["writeFile", "appendFile"]) before(fs.promises, name, whole);
  let handles;
  const { open } = fs.promises;
  fs.promises.open = async (...args) => {
    const handle = await open(...args);
    if (handles) return handle;
    handles = Object.getPrototypeOf(handle);
    before(handles, "write", function ([data, ...more]) {
      keep(this.fd, ...part(data, more));
    });
    before(handles, "writev", function ([list]) {
      keepAll(this.fd, list);
    });
    for (const name of ["writeFile", "appendFile"])
      before(handles, name, function (args) {
        const passed = whole([this.fd, ...args]);
        return passed?.slice(1);
      });
    return handle;
  };
  // The test sees the streams of its own child; those of a child's child may end in a pipe or in /dev/null.
  if (String(process.ppid) !== parent) for (const name of ["stdout", "stderr"]) mirrorStream(name, keep);
  require("node:module").syncBuiltinESMExports();
}

/** When it is first used: making it takes time. */
function mirrorStream(name, keep) {
  const { get } = Object.getOwnPropertyDescriptor(process, name);
  let stream;
  const getStream = () => {
    if (stream) return stream;
    stream = get.call(process);
    const { _write, _writev } = stream;
    stream._write = function (data, encoding, done) {
      keep(name, data, encoding === "buffer" ? undefined : encoding);
      return _write.call(this, data, encoding, done);
    };
    if (_writev)
      stream._writev = function (chunks, done) {
        for (const { chunk, encoding } of chunks)
          keep(name, chunk, encoding === "buffer" ? undefined : encoding);
        return _writev.call(this, chunks, done);
      };
    return stream;
  };
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get: getStream });
}
