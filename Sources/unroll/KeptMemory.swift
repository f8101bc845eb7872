// Training asks for the same memory again at each update, and the system takes long to give it anew.

/// Lets the C library keep what is given back, for whoever asks next.
///
/// It returns to the system whatever is larger than the largest piece that it has been given back so far, up to 32 MB:
/// see M_MMAP_THRESHOLD in mallopt(3). A large one, which nobody writes to, costs nothing.
func keepMemoryThatIsGivenBack() {
  UnsafeMutableRawPointer.allocate(byteCount: 31 << 20, alignment: 16).deallocate()
}
