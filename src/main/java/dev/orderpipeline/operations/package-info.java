/// What operators do: audit, dead letters, replay, recovery.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.operations;
