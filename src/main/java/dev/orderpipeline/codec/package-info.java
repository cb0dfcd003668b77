/// Bytes to domain and back: bounded parsing of input, the JSON of snapshots and commands.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.codec;
