package lsp

// The few types of the Language Server Protocol, version 3.17, that the server reads and writes. Positions count UTF-16 units.

type position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

type span struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

type location struct {
	URI   string `json:"uri"`
	Range span   `json:"range"`
}

type documentID struct {
	URI     string `json:"uri"`
	Version *int   `json:"version,omitempty"`
}

type (
	initializeParams struct {
		RootURI          string       `json:"rootUri"`
		WorkspaceFolders []documentID `json:"workspaceFolders"`
	}
	openParams struct {
		TextDocument struct {
			URI     string `json:"uri"`
			Version int    `json:"version"`
			Text    string `json:"text"`
		} `json:"textDocument"`
	}
	changeParams struct {
		TextDocument   documentID `json:"textDocument"`
		ContentChanges []change   `json:"contentChanges"`
	}
	documentParams struct {
		TextDocument documentID `json:"textDocument"`
	}
	positionParams struct {
		TextDocument documentID `json:"textDocument"`
		Position     position   `json:"position"`
	}
	cancelParams struct {
		ID any `json:"id"`
	}
)

// change is the whole text where Range is nil.
type change struct {
	Range *span  `json:"range"`
	Text  string `json:"text"`
}

type initializeResult struct {
	Capabilities map[string]any    `json:"capabilities"`
	ServerInfo   map[string]string `json:"serverInfo"`
}

type publishParams struct {
	URI         string       `json:"uri"`
	Version     *int         `json:"version,omitempty"`
	Diagnostics []diagnostic `json:"diagnostics"`
}

type diagnostic struct {
	Range    span      `json:"range"`
	Severity int       `json:"severity"` // 1 error, 2 warning, 3 information
	Code     string    `json:"code"`
	About    *href     `json:"codeDescription,omitempty"`
	Source   string    `json:"source"`
	Message  string    `json:"message"`
	Related  []related `json:"relatedInformation,omitempty"`
}

type href struct {
	Href string `json:"href"`
}

type related struct {
	Location location `json:"location"`
	Message  string   `json:"message"`
}

type messageParams struct {
	Type    int    `json:"type"` // as severities of diagnostics
	Message string `json:"message"`
}

type (
	referenceParams struct {
		positionParams
		Context struct {
			IncludeDeclaration bool `json:"includeDeclaration"`
		} `json:"context"`
	}
	renameParams struct {
		positionParams
		NewName string `json:"newName"`
	}
	queryParams struct {
		Query string `json:"query"`
	}
	actionParams struct {
		TextDocument documentID `json:"textDocument"`
		Range        span       `json:"range"`
	}
)

type hover struct {
	Contents markup `json:"contents"`
	Range    span   `json:"range"`
}

type markup struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

type symbol struct {
	Name      string   `json:"name"`
	Detail    string   `json:"detail"`
	Kind      int      `json:"kind"`
	Range     span     `json:"range"`
	Selection span     `json:"selectionRange"`
	Children  []symbol `json:"children"`
}

type workspaceSymbol struct {
	Name      string   `json:"name"`
	Kind      int      `json:"kind"`
	Location  location `json:"location"`
	Container string   `json:"containerName"`
}

type completion struct {
	Label    string   `json:"label"`
	Kind     int      `json:"kind"`
	Detail   string   `json:"detail,omitempty"`
	Filter   string   `json:"filterText"`
	TextEdit textEdit `json:"textEdit"`
}

type textEdit struct {
	Range   span   `json:"range"`
	NewText string `json:"newText"`
}

type placeholder struct {
	Range       span   `json:"range"`
	Placeholder string `json:"placeholder"`
}

type workspaceEdit struct {
	Changes map[string][]textEdit `json:"changes"`
}

type action struct {
	Title       string        `json:"title"`
	Kind        string        `json:"kind"`
	Diagnostics []diagnostic  `json:"diagnostics"`
	Preferred   bool          `json:"isPreferred"`
	Edit        workspaceEdit `json:"edit"`
}

// lens is shown with its command, which does nothing; one without is resolved when it is shown.
type lens struct {
	Range   span     `json:"range"`
	Command *command `json:"command,omitempty"`
	Data    string   `json:"data,omitempty"`
}

type command struct {
	Title   string `json:"title"`
	Command string `json:"command"`
}
