const maximumLength = 253;

/** The path part of a host's page → the target's name, or undefined where no target can be called so. */
export function parseHostParam(part: string): string | undefined {
  try {
    const name = decodeURIComponent(part);
    return name.length <= maximumLength ? name : undefined;
  } catch (error) {
    // A stray percent sign is a wrong address, not a fault.
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
