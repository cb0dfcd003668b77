/// One class per command.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.cli;
