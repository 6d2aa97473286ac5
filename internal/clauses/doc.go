// Package clauses is the kinds of pages that tell of standards: clauses, requirements and required documents, processes, areas
// and stages, and the matrix, forwards and backwards.
package clauses
