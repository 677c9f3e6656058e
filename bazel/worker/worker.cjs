console.error(process.argv); process.exit(1);
