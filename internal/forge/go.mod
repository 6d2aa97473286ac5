module clausebook/internal/forge

go 1.26
