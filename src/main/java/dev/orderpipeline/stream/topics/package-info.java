/// The topics as such: their names and shapes ([dev.orderpipeline.stream.topics.TopicNames],
/// [dev.orderpipeline.stream.topics.TopicPlan]), making and checking them
/// ([dev.orderpipeline.stream.topics.TopicAdmin]), reading them from outside the pipeline
/// ([dev.orderpipeline.stream.topics.TopicReader]) and writing its input
/// ([dev.orderpipeline.stream.topics.OrderPublisher]).
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.stream.topics;
