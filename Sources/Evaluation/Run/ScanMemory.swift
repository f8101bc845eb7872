// Holds still everything that a scan reads and writes beside its frames, for as long as it runs.

internal import Equations

/// What a scan needs around it.
struct ScanMemory<Number: Scalar> {
  typealias Pointer = UnsafeMutablePointer<Number>

  let bound: BoundPlan<Number>
  let scan: ScanPlan
  let inputs: [InputValue<Number>]
  /// The frame of what is computed once.
  let once: [Number]?
  let frameCount: Int
  /// For how many steps products are hoisted at a time.
  let hoistedSteps: Int
  var arguments: Pointer?
  var results: Pointer?

  /// Calls `body` with the context and room for one pointer a region.
  func withContext(_ body: (ScanContext<Number>, UnsafeMutablePointer<Pointer>) -> Void) {
    let scratch = Workspace<Number>(count: scan.scratchCount + 16)
    let hoisted = Workspace<Number>(count: scan.hoistedCount * hoistedSteps + 16)
    let widest = bound.plan.model.inputs.map(\.shape.count).max() ?? 0
    let zeros = Workspace<Number>(count: max(widest, frameCount) + 16)
    let products = Workspace<Number>(count: productScratch + 16)
    withUnsafeTemporaryAllocation(of: Pointer.self, capacity: scan.regions.count + 1) { bases in
      withUnsafeTemporaryAllocation(of: Pointer.self, capacity: scan.operands.count + longestProgram + 1) { pointers in
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * longestSort + 1) { integers in
          open(bound.plan.model.inputs[...], []) { inputs in
            bound.values.withUnsafeBufferPointer { numbers in
              bound.packed.withUnsafeBufferPointer { packed in
                (once ?? []).withUnsafeBufferPointer { once in
                  guard let baseStart = bases.baseAddress, let pointerStart = pointers.baseAddress,
                    let integerStart = integers.baseAddress
                  else { return }
                  let context = ScanContext(
                    scan: scan, arithmetic: bound.arithmetic,
                    values: numbers.baseAddress.map { Pointer(mutating: $0) } ?? zeros.memory,
                    packed: packed.baseAddress.map { Pointer(mutating: $0) } ?? zeros.memory,
                    packedOffsets: bound.packedOffsets, inputs: inputs,
                    once: once.baseAddress.map { Pointer(mutating: $0) }, scratch: scratch.memory,
                    hoisted: hoisted.memory, zeros: zeros.memory, frameCount: frameCount,
                    operandPointers: pointerStart, integers: integerStart, productScratch: products.memory,
                    arguments: arguments, results: results)
                  body(context, baseStart)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Holds the inputs' memory in place, one after another, while `body` runs.
  private func open(_ rest: ArraySlice<Input>, _ opened: [BoundInput<Number>], _ body: ([BoundInput<Number>]) -> Void) {
    guard let input = rest.first else { return body(opened) }
    let others = rest.dropFirst()
    let width = input.shape.count
    switch inputs[input.id] {
    case .stream(let numbers, let steps):
      numbers.withUnsafeBufferPointer { buffer in
        open(others, opened + [BoundInput(numbers: buffer.baseAddress, tokens: nil, width: width, steps: steps)], body)
      }
    case .given(let numbers):
      numbers.withUnsafeBufferPointer { buffer in
        open(others, opened + [BoundInput(numbers: buffer.baseAddress, tokens: nil, width: width, steps: 1)], body)
      }
    case .tokens(let tokens):
      tokens.withUnsafeBufferPointer { buffer in
        open(
          others, opened + [BoundInput(numbers: nil, tokens: buffer.baseAddress, width: width, steps: tokens.count)],
          body)
      }
    case .missing: open(others, opened + [BoundInput(numbers: nil, tokens: nil, width: width, steps: 0)], body)
    }
  }

  private var productScratch: Int {
    scan.instructions.reduce(0) { most, instruction in
      switch instruction {
      case .product(let product): max(most, bound.arithmetic.productScratch(product.m, product.n, product.k))
      case .sortDescending(_, let rows, _, _), .topK(_, _, let rows, _, _): max(most, rows)
      default: most
      }
    }
  }

  private var longestSort: Int {
    scan.instructions.reduce(0) { most, instruction in
      switch instruction {
      case .sortDescending(_, let rows, _, _), .topK(_, _, let rows, _, _): max(most, rows)
      default: most
      }
    }
  }

  private var longestProgram: Int {
    scan.instructions.reduce(0) { most, instruction in
      if case .elementwise(_, let count, _, _) = instruction { max(most, count) } else { most }
    }
  }
}
