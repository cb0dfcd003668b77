/// What operators order the running pipeline: to take nothing in, to call nobody, and to go on.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.operations.control;
