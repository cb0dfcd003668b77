/// Dead letters and what operators do about them.
///
/// A [dev.orderpipeline.operations.letters.Letter] is read from the topic, letters that belong
/// together are one [dev.orderpipeline.operations.letters.Case], whose status follows from what
/// operators have said ([dev.orderpipeline.operations.letters.Word]) and how the pipeline has got
/// on ([dev.orderpipeline.operations.letters.Surroundings]).
/// [dev.orderpipeline.operations.letters.Redriving] says what redriving one would do. All of that
/// is pure; [dev.orderpipeline.operations.letters.LetterDesk] reads and writes topics.
@org.jspecify.annotations.NullMarked
package dev.orderpipeline.operations.letters;
