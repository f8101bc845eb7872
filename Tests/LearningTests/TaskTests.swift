// Tasks: that their answers are right by another way of working them out, and that a seed says all.

import Learning
import Testing

@Suite struct TaskTests {
  private static let tasks = LearningTask.all + [text].compactMap { $0 }
  private static let text = LearningTask.text(
    (0..<400).map { "the cat \($0) sat on mat \($0 * $0 % 97)\n" }.joined())

  private func symbols(_ values: Sample.Values) throws -> [Int] {
    guard case .symbols(let symbols) = values else { throw Mismatch() }
    return symbols.map { Int($0) }
  }

  private func numbers(_ values: Sample.Values) throws -> [Double] {
    guard case .numbers(let numbers, _) = values else { throw Mismatch() }
    return numbers
  }

  private struct Mismatch: Error {}

  @Test(arguments: tasks)
  func `A sequence follows from seed, part and number, and is as long as the task says`(task: LearningTask) {
    for index in 0..<40 {
      let sample = task.sample(index, seed: 5)
      #expect(sample == task.sample(index, seed: 5))
      #expect(sample != task.sample(index, seed: 6) || sample != task.sample(index + 1, seed: 6))
      #expect(sample.seen != task.sample(index, seed: 5, part: .fresh).seen || sample.stepCount < 12)
      #expect(task.lengths.contains(sample.stepCount))
      #expect(sample.seen.stepCount == sample.stepCount && sample.target.stepCount == sample.stepCount)
      #expect(sample.countedSteps > 0)
      for (values, port) in [(sample.seen, task.seen), (sample.target, task.target)] {
        switch (values, port) {
        case (.numbers(_, let width), .numbers(let wanted)): #expect(width == wanted)
        case (.symbols(let list), .symbols(let names)):
          #expect(list.allSatisfy { names.indices.contains(Int($0)) })
        default: Issue.record("the kind of values is not that of the port")
        }
      }
    }
  }

  @Test(arguments: tasks)
  func `Lengths differ where the task says so`(task: LearningTask) {
    let lengths = Set((0..<40).map { task.sample($0, seed: 1).stepCount })
    #expect(lengths.count > 1 || task.lengths.count == 1)
  }

  @Test func `The sum of the two marked numbers is asked for, one in each half`() throws {
    for index in 0..<40 {
      let sample = LearningTask.adding().sample(index, seed: 2)
      let seen = try numbers(sample.seen)
      let marked = (0..<sample.stepCount).filter { seen[2 * $0 + 1] == 1 }
      #expect(marked.count == 2)
      #expect(marked[0] < sample.stepCount / 2 && marked[1] >= sample.stepCount / 2)
      #expect(try numbers(sample.target).last == seen[2 * marked[0]] + seen[2 * marked[1]])
      #expect(sample.counts.last == true && sample.countedSteps == 1)
    }
  }

  @Test func `What is copied is what was seen first, after the signal`() throws {
    for index in 0..<40 {
      let sample = LearningTask.copy(count: 5).sample(index, seed: 2)
      let seen = try symbols(sample.seen)
      #expect(try symbols(sample.target).suffix(5) == seen.prefix(5))
      #expect(
        seen.firstIndex(of: 7) == sample.stepCount - 5 && sample.counts.firstIndex(of: true) == sample.stepCount - 5)
    }
  }

  @Test func `The class of an order is that of the two letters that matter`() throws {
    for index in 0..<40 {
      let sample = LearningTask.order().sample(index, seed: 2)
      let letters = try symbols(sample.seen).filter { $0 < 2 }
      #expect(letters.count == 2)
      #expect(try symbols(sample.target).last == 2 * letters[0] + letters[1])
    }
  }

  @Test func `Parity is that of the ones so far`() throws {
    for index in 0..<40 {
      let sample = LearningTask.parity().sample(index, seed: 2)
      let seen = try symbols(sample.seen)
      #expect(try symbols(sample.target) == seen.indices.map { seen[...$0].reduce(0, +) % 2 })
    }
  }

  @Test(arguments: [12...40, 1...3, 2...2])
  func `Brackets are balanced, and the depth is what is open`(lengths: ClosedRange<Int>) throws {
    var deepest = 0.0
    for index in 0..<200 {
      let sample = LearningTask.brackets(lengths: lengths).sample(index, seed: 2)
      let seen = try symbols(sample.seen)
      let depths = seen.indices.map { step in
        Double(seen[...step].count { $0 == 0 } - seen[...step].count { $0 == 1 })
      }
      #expect(try numbers(sample.target) == depths)
      #expect(depths.last == 0 && depths.allSatisfy { $0 >= 0 && $0 <= 8 })
      deepest = max(deepest, depths.max() ?? 0)
    }
    #expect(lengths.upperBound < 16 || deepest >= 6)
  }

  @Test func `The next number of a wave is asked for, and it does not jump`() throws {
    for index in 0..<20 {
      let sample = LearningTask.sines().sample(index, seed: 2)
      let (seen, target) = (try numbers(sample.seen), try numbers(sample.target))
      #expect(Array(seen.dropFirst()) == Array(target.dropLast()))
      #expect(seen.allSatisfy { abs($0) <= 1.5 })
    }
  }

  @Test func `A text asks for the next character, and keeps its end for fresh windows`() throws {
    let text = String(repeating: "abc", count: 3000) + String(repeating: "xyz", count: 330)
    let task = try #require(LearningTask.text(text, lengths: 30...30))
    guard case .symbols(let names) = task.seen else { throw Mismatch() }
    #expect(names == ["a", "b", "c", "x", "y", "z"])
    for index in 0..<40 {
      let sample = task.sample(index, seed: 2)
      let (seen, target) = (try symbols(sample.seen), try symbols(sample.target))
      #expect(seen.allSatisfy { $0 < 3 })
      #expect(
        Array(seen.dropFirst()) == Array(target.dropLast()) && (target.last ?? 0) % 3 == ((seen.last ?? 0) + 1) % 3)
      #expect(try symbols(task.sample(index, seed: 2, part: .fresh).seen).allSatisfy { $0 >= 3 })
    }
    #expect(LearningTask.text("too short", lengths: 30...30) == nil)
  }
}
