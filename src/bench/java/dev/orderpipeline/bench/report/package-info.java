/// What was found: as data, as a table, and as a page with plots.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.bench.report;
