/// Kafka Streams: the only product package (with its sub-packages) that sees `org.apache.kafka`.
///
/// [dev.orderpipeline.stream.PipelineTopology] draws the pipeline. Each of its nodes is an
/// [dev.orderpipeline.stream.AdmitProcessor] or a [dev.orderpipeline.stream.StageProcessor]: a thin
/// shell around the step protocol. [dev.orderpipeline.stream.PipelineClients] hands Streams a
/// consumer that polls as often as answers need and closes the input at the limit, and a producer
/// that lets calls out after commit.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.stream;
