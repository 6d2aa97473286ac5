-- Drives the server from a real editor. The test sets DRIVE_DIR, DRIVE_PLUGIN and DRIVE_SERVER, and reads what is printed.
local dir, plugin, server = os.getenv("DRIVE_DIR"), os.getenv("DRIVE_PLUGIN"), os.getenv("DRIVE_SERVER")
local failed = false
local function check(what, ok, detail)
  if not ok then
    failed = true
  end
  io.stdout:write(string.format("%s %s %s\n", ok and "ok" or "FAILED", what, ok and "" or vim.inspect(detail)))
end
local ran, err = pcall(function()
  local clausebook = dofile(plugin)
  vim.cmd("edit " .. vim.fn.fnameescape(dir .. "/content/a.md"))
  local id = clausebook.attach(0, { cmd = { server }, cmd_env = { CLAUSEBOOK_TEST_SERVER = "1" } })
  check("the client starts", id ~= nil)
  local function ask(method, line, col, more)
    local params = { textDocument = { uri = vim.uri_from_bufnr(0) }, position = { line = line, character = col } }
    local answers, why = vim.lsp.buf_request_sync(0, method, vim.tbl_extend("force", params, more or {}), 20000)
    return answers and answers[id] and (answers[id].result or answers[id].error) or why
  end
  local function found(code)
    return vim.tbl_filter(function(d) return d.code == code end, vim.diagnostic.get(0))
  end
  vim.wait(20000, function() return vim.lsp.get_client_by_id(id).initialized end, 5)

  -- A letter outside of the first plane before the fault: the editor and the server must count alike.
  vim.api.nvim_buf_set_lines(0, 10, 11, false, { "🔒 ü [[POL-GONE]]" })
  check("a finding of what is not saved", vim.wait(20000, function() return #found("LK003") == 1 end, 5), vim.diagnostic.get(0))
  local d = found("LK003")[1]
  check("at its place", d and d.lnum == 10 and d.col == #"🔒 ü " and d.end_col == #"🔒 ü [[POL-GONE]]", d)
  vim.api.nvim_buf_set_lines(0, 10, 11, false, { "See [[PRC" })
  local choices = ask("textDocument/completion", 10, 9)
  check("completion", choices[1] and choices[1].textEdit.newText == "PRC-A]]", choices)
  vim.lsp.util.apply_text_edits({ choices[1].textEdit }, 0, "utf-16")
  check("completed", vim.api.nvim_buf_get_lines(0, 10, 11, false)[1] == "See [[PRC-A]]", vim.api.nvim_buf_get_lines(0, 0, -1, false))
  check("the finding is gone", vim.wait(20000, function() return #found("LK003") == 0 end, 5), vim.diagnostic.get(0))
  local hover = ask("textDocument/hover", 10, 7)
  check("hover", hover.contents and hover.contents.value:find("Access process", 1, true), hover)
  local place = ask("textDocument/definition", 10, 7)
  check("definition", place[1] and place[1].uri:find("p.md", 1, true), place)

  -- A quick fix.
  vim.api.nvim_buf_set_lines(0, 4, 5, false, { "version: 1.0" })
  check("a finding with a fix", vim.wait(20000, function() return #found("FM012") == 1 end, 5), vim.diagnostic.get(0))
  local here = { start = { line = 4, character = 0 }, ["end"] = { line = 4, character = 5 } }
  local actions = ask("textDocument/codeAction", 4, 0, { range = here, context = { diagnostics = {} } })
  check("code action", actions[1] and actions[1].edit, actions)
  vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
  check("fixed", vim.api.nvim_buf_get_lines(0, 4, 5, false)[1] == 'version: "1.0"', vim.api.nvim_buf_get_lines(0, 4, 5, false))

  -- A new name in fifty files.
  local edit = ask("textDocument/rename", 1, 6, { newName = "POL-NEW" })
  check("rename", edit.changes, edit)
  vim.lsp.util.apply_workspace_edit(edit, "utf-16")
  vim.cmd("silent wall")
  check("lenses", #ask("textDocument/codeLens", 0, 0) == 2)
end)
check("no error", ran, err)
vim.cmd(failed and "cquit!" or "qall!")
