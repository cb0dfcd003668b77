/// What the pipeline tells of itself while it runs.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.telemetry;
