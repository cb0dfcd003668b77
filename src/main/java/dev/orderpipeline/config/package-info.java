/// Settings as records that check themselves.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.config;
