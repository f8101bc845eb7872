// A step as one types it, `h@7`: counted from 1, and held against how many there are before anything is worked out from it.

internal import Evaluation

/// Reads the number of a step.
enum StepReader {
  /// - `known`: the numbers that may be asked for, where these are not those of all steps.
  /// - Returns: the step, from 0.
  static func step(
    _ text: String, of count: Int, among known: ClosedRange<Int>? = nil
  ) throws(CommandError) -> Int {
    guard let number = Int(text) else { throw .message("a step is a whole number from 1, not \(text.clipped)") }
    guard (known ?? 1...max(1, count)).contains(number) else { throw .run(.noSuchStep(number, count: count)) }
    return number - 1
  }
}
