-- Neovim 0.7 and later: starts one `clausebook lsp` for each project, and attaches it to its Markdown and YAML.
-- Put this file on the runtime path as lua/clausebook.lua, and call require("clausebook").setup() in init.lua.
local M = {}
local clients = {}

-- root gives the folder of clausebook.yaml, at or above a file; nil where there is none.
local function root(file)
  local dir = vim.fn.fnamemodify(file, ":p:h")
  while true do
    if vim.fn.filereadable(dir .. "/clausebook.yaml") == 1 then
      return dir
    end
    local up = vim.fn.fnamemodify(dir, ":h")
    if up == dir then
      return nil
    end
    dir = up
  end
end

-- attach starts the server of a buffer's project, if it is of one, and gives the id of the client.
function M.attach(buffer, options)
  options = options or {}
  local dir = root(vim.api.nvim_buf_get_name(buffer))
  if not dir then
    return nil
  end
  clients[dir] = clients[dir] or vim.lsp.start_client({
    name = "clausebook",
    cmd = options.cmd or { "clausebook", "lsp" },
    cmd_env = options.cmd_env,
    root_dir = dir,
    flags = { debounce_text_changes = 0 }, -- what is typed is judged at once
    on_exit = function() clients[dir] = nil end,
  })
  if clients[dir] then
    vim.lsp.buf_attach_client(buffer, clients[dir])
  end
  return clients[dir]
end

function M.setup(options)
  vim.api.nvim_create_autocmd("FileType", {
    pattern = { "markdown", "yaml" },
    callback = function(event) M.attach(event.buf, options) end,
  })
end

return M
