const NAME_PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const HOST_PART = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const HOST = `(?:${HOST_PART}(?:\\.${HOST_PART})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(
  `^(${HOST}/${NAME_PART}(?:/${NAME_PART})*)(?::(\\w[\\w.-]{0,127}))?(?:@(${DIGEST}))?$`,
);
const IDENTIFIER = /^[a-f0-9]{64}$/;
const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
/** A name of 255 letters, a tag of 128 and the longest digest fit: nothing longer is worth looking at. */
const MAX_LENGTH = 600;

/**
 * The tag that Kubernetes sees in the name of an image: `latest` when there is neither tag nor digest, empty for a digest alone and for
 * what is no name of an image (pkg/util/parsers ParseImageName, github.com/distribution/reference).
 */
export function imageTag(image: string): string {
  if (image.length > MAX_LENGTH || IDENTIFIER.test(image)) return '';
  const [, name = '', tag, digest] = REFERENCE.exec(withHost(image)) ?? [];
  if (name === '' || name.length > 255 || !isDigest(digest)) return '';
  return tag ?? (digest === undefined ? 'latest' : '');
}

/** `nginx` is `docker.io/nginx`: the part before the first slash is a host when it looks like one. */
function withHost(image: string): string {
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first;
  return isHost ? image : `docker.io/${image}`;
}

function isDigest(digest: string | undefined): boolean {
  if (digest === undefined) return true;
  const [algorithm = '', hex = ''] = digest.split(':');
  return DIGEST_LENGTHS[algorithm] === hex.length && hex === hex.toLowerCase();
}
