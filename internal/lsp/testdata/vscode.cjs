// Starts the compiled extension on a project with a stand-in for the editor, and prints what it registers, shows and says. The library of
// the client and the server are the real ones. Arguments: the extension, the folder of the project, the server.
const Module = require("node:module");
const path = require("node:path");
const [extension, folder, server] = process.argv.slice(2);

class Thing {
  dispose() {}
}
const event = () => new Thing();
const say = (...words) => console.log(...words);
const uri = (file) => ({ scheme: "file", fsPath: file, path: file, toString: () => "file://" + file });
// other gives what a value has, and for all else what the function makes of its name.
const other = (value, make) => new Proxy(value, { get: (own, name) => (name in own ? own[name] : make(name)) });

class Kind extends Thing {
  append() {
    return new Kind();
  }
}
const output = { logLevel: 1, onDidChangeLogLevel: event, dispose() {}, show() {}, trace() {}, debug() {}, info() {} };
output.warn = output.error = output.append = output.appendLine = (...words) => say("output", ...words);

const editor = other(
  {
    version: "1.91.0",
    env: { language: "en", appName: "a stand-in" },
    extensions: { all: [] },
    Uri: { file: uri, parse: (text) => uri(text.replace("file://", "")) },
    CodeActionKind: { Empty: new Kind(), QuickFix: new Kind() },
    commands: { registerCommand: (name) => (say("registers", name), new Thing()) },
    workspace: other(
      {
        createFileSystemWatcher: () => ({ onDidCreate: event, onDidDelete: event, onDidChange: event, dispose() {} }),
        findFiles: async () => [uri(path.join(folder, "clausebook.yaml"))],
        getConfiguration: () => ({ get: (name, otherwise) => (name === "path" ? server : otherwise) }),
        textDocuments: [],
        notebookDocuments: [],
        workspaceFolders: [{ uri: uri(folder), name: "project", index: 0 }],
      },
      () => event,
    ),
    window: other(
      {
        showErrorMessage: async (message) => say("error", message),
        createOutputChannel: () => output,
        visibleTextEditors: [],
        tabGroups: { all: [], onDidChangeTabs: event },
      },
      () => event,
    ),
    languages: other(
      {
        match: () => 1,
        createDiagnosticCollection: () => ({
          set: (file, found) => say("shows", path.basename(String(file)), ...found.map((f) => f.code?.value ?? f.code)),
          delete() {},
          clear() {},
          dispose() {},
        }),
      },
      (name) => () => (say("registers", String(name)), new Thing()),
    ),
    EventEmitter: class extends Thing {
      event = event;
      fire() {}
    },
    CancellationTokenSource: class extends Thing {
      token = { isCancellationRequested: false, onCancellationRequested: event };
      cancel() {}
    },
  },
  // All else is a class, or a list of numbers that nobody compares here.
  () => other(class extends Thing {}, () => 0),
);

const load = Module._load;
Module._load = function (name, ...more) {
  return name === "vscode" ? editor : load.call(this, name, ...more);
};
const { activate, deactivate } = require(path.join(extension, "out/extension.js"));
process.stdin.resume().on("end", async () => {
  await deactivate();
  say("stopped");
});
activate({ subscriptions: [] }).then(() => say("started"));
