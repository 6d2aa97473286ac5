// Starts one `clausebook lsp` for each project of the window, and ends it with the project's configuration.
import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

// configuration is the file whose folder is a project.
const configuration = "**/clausebook.yaml";

// watched are the files that others may change while the editor shows some of them.
const watched = "**/*.{md,markdown,yaml,yml,csv,json,xlsx}";

// running are the servers by the folder of their project, with what has to go when they end.
const running = new Map<string, { client: LanguageClient; changes: vscode.Disposable }>();

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const watcher = vscode.workspace.createFileSystemWatcher(configuration, false, true, false);
  context.subscriptions.push(
    watcher,
    watcher.onDidCreate((file) => start(file)),
    watcher.onDidDelete((file) => stop(folderOf(file))),
    vscode.workspace.onDidChangeWorkspaceFolders(() => restart()),
    vscode.workspace.onDidChangeConfiguration((change) => (change.affectsConfiguration("clausebook.path") ? restart() : undefined)),
    vscode.commands.registerCommand("clausebook.restart", restart),
  );
  await startAll();
}

export async function deactivate(): Promise<void> {
  await Promise.all([...running.keys()].map(stop));
}

async function restart(): Promise<void> {
  await deactivate();
  await startAll();
}

async function startAll(): Promise<void> {
  const found = await vscode.workspace.findFiles(configuration, "**/node_modules/**");
  await Promise.all(found.map(start));
}

// folderOf gives the folder of a configuration, as the key of its client.
function folderOf(file: vscode.Uri): string {
  return path.dirname(file.fsPath);
}

// start starts the server of a project. What goes wrong is said to the user, who may have to install the program first.
async function start(file: vscode.Uri): Promise<void> {
  const folder = folderOf(file);
  if (file.scheme !== "file" || running.has(folder)) {
    return;
  }
  const command = vscode.workspace.getConfiguration("clausebook", file).get("path", "clausebook");
  const changes = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), watched));
  const name = `clausebook (${path.basename(folder)})`;
  const client = new LanguageClient("clausebook", name, server(command, folder), options(folder, changes));
  running.set(folder, { client, changes });
  try {
    await client.start();
  } catch (reason) {
    await stop(folder);
    const words = reason instanceof Error ? reason.message : String(reason);
    const cure = "The setting `clausebook.path` names the program.";
    void vscode.window.showErrorMessage(`clausebook: \`${command} lsp\` could not be started: ${words}. ${cure}`);
  }
}

async function stop(folder: string): Promise<void> {
  const gone = running.get(folder);
  running.delete(folder);
  gone?.changes.dispose();
  if (gone?.client.needsStop()) {
    await gone.client.dispose();
  }
}

function server(command: string, folder: string): ServerOptions {
  return { command, args: ["lsp"], options: { cwd: folder } };
}

// options keep a client to the files of its project.
function options(folder: string, changes: vscode.FileSystemWatcher): LanguageClientOptions {
  const uri = vscode.Uri.file(folder);
  const pattern = { baseUri: uri.toString(), pattern: "**/*" };
  return {
    documentSelector: ["markdown", "yaml"].map((language) => ({ scheme: "file", language, pattern })),
    workspaceFolder: { uri, name: path.basename(folder), index: 0 },
    diagnosticCollectionName: `clausebook ${folder}`,
    synchronize: { fileEvents: changes },
  };
}
